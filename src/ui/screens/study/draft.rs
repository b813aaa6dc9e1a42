//! What the learner has put together before it is committed: pure, so that keys
//! and mouse do the same.

use crate::session::{Answer, GapPart, Question, QuestionForm};

/// An answer in the making. Numbers are positions in the question as shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The ticked options.
    pub picked: Vec<usize>,
    /// One text per gap.
    pub gaps: Vec<String>,
    /// The typed answer.
    pub text: String,
    /// Lines in the order they were placed.
    pub placed: Vec<usize>,
    /// Joined pairs, left and right, in the order they were joined.
    pub joined: Vec<(usize, usize)>,
    /// The left side that was chosen by hand.
    left: Option<usize>,
}

impl Draft {
    /// Room for every gap of the question.
    pub fn fit(&mut self, question: &Question) {
        if let QuestionForm::Gaps(parts) = &question.form {
            self.gaps.resize(gap_count(parts), String::new());
        }
    }

    /// Picks an option; of several it ticks or unticks it.
    pub fn pick(&mut self, option: usize, is_several: bool) {
        if !is_several {
            self.picked = vec![option];
        } else if let Some(at) = self.picked.iter().position(|&picked| picked == option) {
            self.picked.remove(at);
        } else {
            self.picked.push(option);
        }
    }

    /// A line goes to the end of the order, or back when it was placed.
    pub fn place(&mut self, line: usize) {
        if let Some(at) = self.placed.iter().position(|&placed| placed == line) {
            self.placed.remove(at);
        } else {
            self.placed.push(line);
        }
    }

    /// The left side that the next right one is joined to.
    pub fn current_left(&self, count: usize) -> Option<usize> {
        let is_free = |left: &usize| self.right_of(*left).is_none();
        self.left.or_else(|| (0..count).find(is_free))
    }

    /// The right side joined to a left one.
    pub fn right_of(&self, left: usize) -> Option<usize> {
        self.joined.iter().find(|(joined, _)| *joined == left).map(|(_, right)| *right)
    }

    /// The left side joined to a right one.
    pub fn left_of(&self, right: usize) -> Option<usize> {
        self.joined.iter().find(|(_, joined)| *joined == right).map(|(left, _)| *left)
    }

    /// Chooses the left side to join next.
    pub fn choose_left(&mut self, left: usize) {
        self.left = Some(left);
    }

    /// Joins a right side to the current left one; both leave their old partners.
    pub fn join(&mut self, right: usize, count: usize) {
        let Some(left) = self.current_left(count) else { return };
        self.joined.retain(|pair| pair.0 != left && pair.1 != right);
        self.joined.push((left, right));
        self.left = None;
    }

    /// Takes the last line or pair back.
    pub fn take_back(&mut self) {
        self.placed.pop();
        if let Some((left, _)) = self.joined.pop() {
            self.left = Some(left);
        }
    }

    /// The answer, once there is enough of it to be judged.
    pub fn answer(&self, question: &Question) -> Option<Answer> {
        match &question.form {
            QuestionForm::Options { .. } => {
                let mut picked = self.picked.clone();
                picked.sort_unstable();
                (!picked.is_empty()).then_some(Answer::Options(picked))
            }
            QuestionForm::Recall => None,
            QuestionForm::Gaps(_) => {
                let is_typed = self.gaps.iter().any(|gap| !gap.trim().is_empty());
                is_typed.then(|| Answer::Gaps(self.gaps.clone()))
            }
            QuestionForm::Text { .. } => {
                (!self.text.trim().is_empty()).then(|| Answer::Text(self.text.clone()))
            }
            QuestionForm::Sequence { lines, decoys } => {
                let is_enough = if *decoys {
                    !self.placed.is_empty()
                } else {
                    self.placed.len() == lines.len()
                };
                is_enough.then(|| Answer::Sequence(self.placed.clone()))
            }
            QuestionForm::Pairs { left, .. } => {
                let pairs: Vec<_> = (0..left.len()).map(|left| self.right_of(left)).collect();
                pairs.iter().all(Option::is_some).then_some(Answer::Pairs(pairs))
            }
        }
    }
}

/// How many gaps a text has.
pub fn gap_count(parts: &[GapPart]) -> usize {
    parts.iter().filter(|part| matches!(part, GapPart::Gap { .. })).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_side_has_one_partner() {
        let mut draft = Draft::default();
        draft.join(2, 3);
        draft.join(2, 3);
        assert_eq!(draft.joined, [(1, 2)]);
        assert_eq!(draft.current_left(3), Some(0));
        draft.join(0, 3);
        draft.join(1, 3);
        assert_eq!(draft.current_left(3), None);
        draft.take_back();
        assert_eq!((draft.right_of(2), draft.current_left(3)), (None, Some(2)));
    }

    #[test]
    fn one_choice_replaces_the_other_and_ticks_add_up() {
        let mut draft = Draft::default();
        draft.pick(0, false);
        draft.pick(1, false);
        assert_eq!(draft.picked, [1]);
        draft.pick(0, true);
        draft.pick(1, true);
        assert_eq!(draft.picked, [0]);
    }
}
