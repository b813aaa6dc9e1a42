//! Runs a script on the SQLite that this program carries. It is called by a
//! hidden command inside the sandbox, where nothing else can be reached.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, Statement};

/// How long a statement may take before it counts as waiting for a lock. The
/// learner's own busy timeouts are longer, all else is far shorter.
const WAITS_AFTER: Duration = Duration::from_millis(400);

/// Runs a script (`several.sql`: a statement a line, each with the letter of
/// its connection); without one, tells SQLite's version. What it prints is
/// rows with `|` between columns. The status is 1 after an error.
///
/// # Errors
/// When the script can't be read or the output not be written.
pub fn run(script: Option<&Path>, out: &mut dyn Write) -> std::io::Result<u8> {
    let Some(script) = script else {
        writeln!(out, "{}", rusqlite::version())?;
        return Ok(0);
    };
    let text = std::fs::read_to_string(script)?;
    let folder = script.parent().unwrap_or(Path::new("."));
    let (rows, error) = if script.ends_with("several.sql") {
        let file = folder.join("database");
        let setup = folder.join("setup.sql");
        let mut error = None;
        if setup.exists() {
            let setup = std::fs::read_to_string(setup)?;
            error = single(open(Some(&file)), &setup).1;
        }
        match error {
            Some(_) => (String::new(), error),
            None => several(&file, &text),
        }
    } else {
        single(open(None), &text)
    };
    out.write_all(rows.as_bytes())?;
    out.flush()?;
    if let Some(error) = error {
        writeln!(anstream::stderr(), "ERROR: {error}")?;
        return Ok(1);
    }
    Ok(0)
}

/// A connection as SQLite itself makes it: rusqlite's own defaults (foreign
/// keys on, five seconds of patience) would prove what users don't see.
fn open(file: Option<&Path>) -> rusqlite::Result<Connection> {
    let connection = match file {
        Some(file) => Connection::open(file)?,
        None => Connection::open_in_memory()?,
    };
    connection.busy_timeout(Duration::ZERO)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    Ok(connection)
}

/// Runs a script; gives its rows and the error that ended it.
fn single(connection: rusqlite::Result<Connection>, script: &str) -> (String, Option<String>) {
    let mut rows = String::new();
    let run = |connection: Connection, rows: &mut String| -> rusqlite::Result<()> {
        let mut batch = Batch::new(&connection, script);
        while let Some(mut statement) = batch.next()? {
            write_rows(&mut statement, rows)?;
        }
        Ok(())
    };
    let error = connection.and_then(|connection| run(connection, &mut rows)).err();
    (rows, error.map(|error| sentence(&error)))
}

/// Runs a statement; its rows as the shell shows them.
fn write_rows(statement: &mut Statement<'_>, rows: &mut String) -> rusqlite::Result<()> {
    let columns = statement.column_count();
    let mut found = statement.raw_query();
    while let Some(row) = found.next()? {
        for column in 0..columns {
            if column > 0 {
                rows.push('|');
            }
            show(row.get_ref(column)?, rows)?;
        }
        if columns > 0 {
            rows.push('\n');
        }
    }
    Ok(())
}

/// What SQLite's own shell would say.
fn sentence(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message))
        | rusqlite::Error::SqlInputError { msg: message, .. } => message.clone(),
        error => error.to_string(),
    }
}

/// A value as the shell shows it: NULL is nothing.
fn show(value: ValueRef<'_>, out: &mut String) -> rusqlite::Result<()> {
    match value {
        ValueRef::Null => {}
        ValueRef::Integer(n) => {
            let _ = write!(out, "{n}");
        }
        ValueRef::Real(n) => {
            // SQLite's own way of writing a number.
            let text: String =
                Connection::open_in_memory()?
                    .query_row("SELECT CAST(?1 AS TEXT)", [n], |row| row.get(0))?;
            out.push_str(&text);
        }
        ValueRef::Text(text) | ValueRef::Blob(text) => {
            out.push_str(&String::from_utf8_lossy(text));
        }
    }
    Ok(())
}

/// A connection that runs statements on a thread of its own.
struct Session {
    letter: char,
    send: Sender<String>,
    receive: Receiver<(String, Option<String>)>,
    waits: bool,
}

impl Session {
    fn start(letter: char, file: &Path) -> Self {
        let (send, statements) = mpsc::channel::<String>();
        let (results, receive) = mpsc::channel();
        let file = file.to_owned();
        thread::spawn(move || {
            let connection = open(Some(&file));
            for statement in statements {
                let result = match &connection {
                    Ok(connection) => statement_on(connection, &statement),
                    Err(error) => (String::new(), Some(sentence(error))),
                };
                if results.send(result).is_err() {
                    break;
                }
            }
        });
        Self { letter, send, receive, waits: false }
    }

    /// Prints what came of the statement, if it has come to an end.
    fn follow(&mut self, patience: Duration, out: &mut String) -> bool {
        let letter = self.letter;
        match self.receive.recv_timeout(patience) {
            Ok((rows, error)) => {
                for row in rows.lines() {
                    let _ = writeln!(out, "{letter}: {row}");
                }
                if let Some(error) = error {
                    let _ = writeln!(out, "{letter}: ERROR: {error}");
                }
                self.waits = false;
                true
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                let _ = writeln!(out, "{letter}: ERROR: the connection is gone");
                self.waits = false;
                true
            }
        }
    }
}

fn statement_on(connection: &Connection, statement: &str) -> (String, Option<String>) {
    let mut rows = String::new();
    let mut run = || write_rows(&mut connection.prepare(statement)?, &mut rows);
    let error = run().err();
    (rows, error.map(|error| sentence(&error)))
}

/// Runs statements on several connections to one file.
fn several(file: &Path, script: &str) -> (String, Option<String>) {
    let mut out = String::new();
    let mut sessions: BTreeMap<char, Session> = BTreeMap::new();
    for line in script.lines() {
        let Some((letter, statement)) = line.split_once("> ") else { continue };
        let Some(letter) = letter.chars().next() else { continue };
        let session = sessions.entry(letter).or_insert_with(|| Session::start(letter, file));
        if session.waits {
            let error = format!("{letter} is waiting and can't be sent `{statement}`");
            return (out, Some(error));
        }
        if session.send.send(statement.to_owned()).is_err()
            || !session.follow(WAITS_AFTER, &mut out)
        {
            session.waits = true;
            let _ = writeln!(out, "{letter}: (waits)");
        }
        for other in sessions.values_mut().filter(|other| other.waits && other.letter != letter) {
            other.follow(WAITS_AFTER, &mut out);
        }
    }
    (out, None)
}
