//! Finding cards: the query language, its evaluation over all cards, the text
//! index behind it, completion, and the order of what was found.
//!
//! A query is words and conditions, in the habit of the field:
//!
//! | written | finds |
//! |---|---|
//! | `lock`, `"for update"`, `lo*ck` | cards whose text holds it, in any case; `*` stands for anything |
//! | `deck:redis`, `deck:"spring *"` | a deck by id or title |
//! | `tag:locks`, `point:keys` | a tag; a point of the syllabus |
//! | `area:database`, `kind:choice`, `level:2` | what the author says of the card |
//! | `id:redis/expire*` | a card by its name |
//! | `is:due`, `is:new`, … | where the card stands |
//! | `flag:red`, `flag:1`, `flag:any`, `flag:none` | the learner's flags |
//! | `prop:s>30`, `prop:r<80%`, `prop:due=-1` | figures of the memory and the schedule |
//! | `rated:7`, `rated:7:1` | answered within 7 days, today included; with grade 1 to 4 |
//! | `introduced:7` | met for the first time within 7 days |
//! | `-tag:locks` | not |
//! | `a b`, `a or b`, `(a or b) c` | both, either, brackets |
//!
//! Within quotation marks every sign is itself. `\` before a sign takes its
//! meaning from it. As in Anki, `is:new` and its like don't look at whether the
//! card is suspended, `is:due` does; and a card without the figure that `prop:`
//! asks for is not found, whatever the comparison.

mod ast;
mod bits;
mod complete;
mod error;
mod eval;
mod facts;
mod lex;
mod parse;
mod pattern;
mod recent;
mod sort;
mod term;
#[cfg(test)]
mod tests;
mod text;

pub use ast::{Atom, Expr, FLAGS, FlagTest, Is, Op, Prop, Span, Term};
pub use bits::Bits;
pub use complete::{Completion, Suggestion, Vocabulary, complete};
pub use error::QueryError;
pub use eval::{Missing, World, find};
pub use facts::{CardFacts, Facts};
pub use parse::parse;
pub use pattern::Pattern;
pub use recent::Recent;
pub use sort::{Column, sort};
pub use text::{Building, TextIndex, question};
