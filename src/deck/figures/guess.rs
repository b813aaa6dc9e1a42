//! Guessers who know nothing of the matter, only how tests are written. What
//! they get beyond chance, the writing gives away.

use crate::deck::lint::item::Offered;
use crate::deck::words::{content_words, qualifiers, trigrams};

/// One way of guessing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guesser {
    /// Takes the longest option.
    Longest,
    /// Takes the shortest.
    Shortest,
    /// Takes the option that shares most words with the question.
    LikeStem,
    /// Takes the option that shares most words with the other options.
    LikeOthers,
    /// Takes the option that is least like the others.
    OddOne,
    /// Takes the option with most 'usually', 'if' and commas.
    MostQualified,
    /// Takes what most of the others take.
    Majority,
}

impl Guesser {
    pub const ALL: [Self; 7] = [
        Self::Longest,
        Self::Shortest,
        Self::LikeStem,
        Self::LikeOthers,
        Self::OddOne,
        Self::MostQualified,
        Self::Majority,
    ];

    /// The strategy in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Longest => "longest",
            Self::Shortest => "shortest",
            Self::LikeStem => "most words shared with the stem",
            Self::LikeOthers => "most words shared with the other options",
            Self::OddOne => "odd one out",
            Self::MostQualified => "most qualified",
            Self::Majority => "majority of these",
        }
    }

    /// How much this guesser likes each option.
    #[expect(clippy::cast_precision_loss, reason = "counts of words and signs")]
    fn scores(self, item: &Offered) -> Vec<f64> {
        let shared_with_others = || -> Vec<f64> {
            let words: Vec<_> = item.options.iter().map(|option| content_words(option)).collect();
            let shared = |n: usize| {
                let others = words.iter().enumerate().filter(|(other, _)| *other != n);
                others.map(|(_, other)| words[n].intersection(other).count()).sum::<usize>()
            };
            (0..words.len()).map(|n| shared(n) as f64).collect()
        };
        match self {
            Self::Longest => item.lengths(),
            Self::Shortest => item.lengths().into_iter().map(|length| -length).collect(),
            Self::LikeStem => {
                let stem = content_words(&item.stem);
                let shared = |option: &String| content_words(option).intersection(&stem).count();
                item.options.iter().map(|option| shared(option) as f64).collect()
            }
            Self::LikeOthers => shared_with_others(),
            Self::OddOne => {
                let shapes: Vec<_> = item.options.iter().map(|option| trigrams(option)).collect();
                let likeness = |n: usize| -> f64 {
                    let others = shapes.iter().enumerate().filter(|(other, _)| *other != n);
                    others.map(|(_, other)| crate::deck::words::jaccard(&shapes[n], other)).sum()
                };
                (0..shapes.len()).map(|n| -likeness(n)).collect()
            }
            Self::MostQualified => {
                item.options.iter().map(|option| qualifiers(option) as f64).collect()
            }
            Self::Majority => {
                let mut votes = vec![0.0; item.options.len()];
                for voter in Self::ALL.into_iter().filter(|voter| *voter != Self::Majority) {
                    for (votes, share) in votes.iter_mut().zip(picks(&voter.scores(item))) {
                        *votes += share;
                    }
                }
                votes
            }
        }
    }

    /// The chance that this guesser's pick is right, from 0 to 1: among options
    /// that it likes equally well it draws.
    pub fn hit(self, item: &Offered) -> f64 {
        picks(&self.scores(item)).into_iter().take(item.right).sum()
    }
}

/// The chance of each option to be picked: the best ones share it.
#[expect(clippy::cast_precision_loss, reason = "a handful of options")]
fn picks(scores: &[f64]) -> Vec<f64> {
    // Sums of likenesses in another order may differ in their last bits.
    const SAME: f64 = 1e-9;
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let tied = scores.iter().filter(|score| **score >= best - SAME).count();
    let share = 1.0 / tied.max(1) as f64;
    scores.iter().map(|score| if *score >= best - SAME { share } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(stem: &str, options: &[&str]) -> Offered {
        let options = options.iter().map(|&option| option.to_owned()).collect();
        Offered { stem: stem.to_owned(), options, right: 1 }
    }

    #[test]
    fn each_guesser_takes_what_it_looks_for() {
        let hit =
            |guesser: Guesser, stem: &str, options: &[&str]| guesser.hit(&item(stem, options));
        let sure = |share: f64| (share - 1.0).abs() < 1e-9;
        assert!(sure(hit(Guesser::Longest, "", &["aaaa", "bb", "c"])));
        assert!(sure(hit(Guesser::Shortest, "", &["a", "bb", "ccc"])));
        let stem = "Which lock is taken by the reader?";
        assert!(sure(hit(Guesser::LikeStem, stem, &["reader lock", "queue", "lock"])));
        assert!(sure(hit(Guesser::LikeOthers, "", &["red key", "red box", "key lid"])));
        assert!(sure(hit(Guesser::OddOne, "", &["42", "the first row", "the last row"])));
        assert!(sure(hit(Guesser::MostQualified, "", &["usually, if idle", "idle", "busy"])));
        let all = ["usually read, if the lock is free", "no", "yes"];
        assert!(sure(hit(Guesser::Majority, "Which lock is read?", &all)));
    }

    #[test]
    fn a_draw_is_chance() {
        for guesser in [Guesser::Longest, Guesser::Shortest, Guesser::MostQualified] {
            let hit = guesser.hit(&item("", &["aa", "bb", "cc", "dd"]));
            assert!((hit - 0.25).abs() < 1e-9, "{guesser:?}");
        }
    }
}
