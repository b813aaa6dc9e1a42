//! What proves a card, and what is kept of a proof that went well: `proofs.ron`
//! beside the decks. Running proofs is another room's work.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fault::{Fault, FaultCode};
use super::identity::Content;
use super::model::{Body, Card, DeckHead, Proof};
use super::raw::RON;

/// The file of results, beside the decks that they are of. It is no deck.
pub const PROOFS_FILE: &str = "proofs.ron";

/// What a card writes after `on:` when its code can't be run by anybody here.
pub const NO_RUNNER: &str = "None";

macro_rules! runners {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// What executes proofs; the name is what a card writes after `on:`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Runner {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Runner {
            /// Every runner there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name as cards write it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

runners! {
    /// `CPython`, without site packages.
    Python,
    /// `CPython` with Django.
    Django,
    /// `CPython` with Flask.
    Flask,
    /// `Node.js`.
    JavaScript,
    /// `Node.js` with Express.
    Express,
    /// `Node.js` with `NestJS`; the code is `TypeScript`.
    Nest,
    /// The JDK.
    Java,
    /// The JDK with the Spring Framework.
    Spring,
    /// The JDK with embedded Tomcat.
    Servlet,
    /// `CRuby`.
    Ruby,
    /// `CRuby` with Rails.
    Rails,
    /// PHP's command line.
    Php,
    /// PHP with Laravel.
    Laravel,
    /// PHP with Symfony.
    Symfony,
    /// Roslyn on .NET, compiled to `WebAssembly`.
    CSharp,
    /// Mono's compiler and runtime.
    Mono,
    /// A private `PostgreSQL` server.
    PostgreSql,
    /// A private `MariaDB` server, for what `MySQL` does alike.
    MariaDb,
    /// The `SQLite` that this program carries.
    Sqlite,
    /// `PostgreSQL` and `SQLite`: both must agree.
    Sql,
    /// A private Redis server.
    Redis,
    /// Two emulators of `MongoDB`: both must agree.
    Mongo,
}

impl Runner {
    /// The runner of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|runner| runner.name() == name)
    }
}

impl Card {
    /// Who can execute this card: the one that its proof names, or the one of
    /// an `Output` card's language; there the deck may name another for SQL.
    #[must_use]
    pub fn runner(&self, head: &DeckHead) -> Option<Runner> {
        match (&self.notes.proof, &self.body) {
            (Some(proof), _) => Runner::named(&proof.on),
            (None, Body::Output { code, .. }) => {
                let own = head.runner.as_deref().filter(|_| code.language == "Sql");
                Runner::named(own.unwrap_or(&code.language))
            }
            _ => None,
        }
    }

    /// Stands for all that a proof is about: question, answers, explanations
    /// and the proof itself. A card with another fingerprint was edited since.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut content = Content::default();
        content.body(&self.body);
        content.reasons(&self.body);
        content.texts(self.notes.why.as_deref());
        if let Some(Proof { on, setup, code, prints, fails }) = &self.notes.proof {
            content.texts([on.as_str()]);
            for part in [setup, code, prints, fails] {
                content.texts(part.as_deref());
            }
        }
        format!("{:016x}", content.0.digest())
    }
}

/// A proof that went well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "Proven", deny_unknown_fields)]
pub struct Proven {
    /// The card as it was; see [`Card::fingerprint`].
    pub card: String,
    /// The runner's name.
    pub on: String,
    /// Program and version, such as `CPython 3.11.2`.
    pub version: String,
    /// The day of the proof, `2026-03-01`.
    pub date: String,
}

/// The results of proofs, by `deck/card`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proofs {
    /// The format's version.
    format: u64,
    /// Sorted, so that few lines change when few results do.
    cards: BTreeMap<String, Proven>,
}

const FORMAT: u64 = 1;

impl Proofs {
    /// Reads results.
    ///
    /// # Errors
    /// When the text is no file of results, with the place in it.
    pub fn read(text: &str, file: &Path) -> Result<Self, Box<Fault>> {
        let fault = |message: String| {
            let help = "`hippocache prove --record` writes it anew";
            Fault::of_file(file, FaultCode::BadProofs, message).with_help(help)
        };
        let proofs: Self = RON.from_str(text).map_err(|error| {
            let mut fault = fault(format!("these results can't be read: {}", error.code));
            fault.line = u32::try_from(error.span.start.line).unwrap_or(0);
            fault.col = u32::try_from(error.span.start.col).unwrap_or(0);
            Box::new(fault)
        })?;
        if proofs.format != FORMAT {
            return Err(Box::new(fault(format!("there is no format {}", proofs.format))));
        }
        Ok(proofs)
    }

    /// The results as text: a card a line, since people read its changes.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::from(
            "// What `hippocache prove --record` found: each card here was executed, and its answer\n\
             // came out. A card that was edited since then has no proof until it is run again.\n\
             (\n    format: 1,\n    cards: {\n",
        );
        for (key, Proven { card, on, version, date }) in &self.cards {
            let _ = writeln!(
                out,
                "        {key:?}: (card: {card:?}, on: {on:?}, version: {version:?}, date: {date:?}),"
            );
        }
        out.push_str("    },\n)\n");
        out
    }

    /// The result for a card as it is now; none when it was edited since.
    #[must_use]
    pub fn of(&self, deck: &str, card: &Card) -> Option<&Proven> {
        let proven = self.cards.get(&format!("{deck}/{}", card.id))?;
        (proven.card == card.fingerprint()).then_some(proven)
    }

    /// Keeps a result in the place of an earlier one.
    pub fn record(&mut self, deck: &str, card: &str, proven: Proven) {
        self.format = FORMAT;
        self.cards.insert(format!("{deck}/{card}"), proven);
    }

    /// Drops the result of a card that is gone or fails.
    pub fn forget(&mut self, deck: &str, card: &str) {
        self.cards.remove(&format!("{deck}/{card}"));
    }

    /// Every result, by `deck/card`.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Proven)> {
        self.cards.iter().map(|(key, proven)| (key.as_str(), proven))
    }
}
