//! Sessions at a prompt, as Redis cards show them: lines that begin with a
//! prompt were typed, the others came back.

/// What was typed after a prompt, and on which terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    /// The terminal's letter; empty for the only one.
    pub terminal: &'a str,
    /// The command.
    pub command: &'a str,
}

/// Reads a line that begins with a prompt: `> `, `(TX)> `, `A> `, `A(TX)> `.
pub(super) fn typed(line: &str) -> Option<Typed<'_>> {
    let (prompt, command) = match line.split_once("> ") {
        Some(parts) => parts,
        None => (line.trim_end().strip_suffix('>')?, ""),
    };
    let terminal = prompt.strip_suffix("(TX)").unwrap_or(prompt);
    let letter = terminal.len() == 1 && terminal.bytes().all(|b| b.is_ascii_alphabetic());
    (terminal.is_empty() || letter).then_some(Typed { terminal, command })
}

/// Whether the code is a session: any line begins with a prompt.
pub(super) fn is_session(code: &str) -> bool {
    code.lines().any(|line| typed(line).is_some())
}

/// All that must come back: what the session shows already, then `prints`.
pub(super) fn expected(code: &str, prints: &str) -> String {
    if !is_session(code) {
        return prints.to_owned();
    }
    let shown = code.lines().filter(|line| typed(line).is_none() && !line.trim().is_empty());
    let lines: Vec<&str> = shown.chain(std::iter::once(prints)).collect();
    lines.join("\n")
}

/// The commands to send, one a line: `terminal` and `command`.
pub(super) fn commands(code: &str) -> Vec<Typed<'_>> {
    let session = is_session(code);
    let line = |line| {
        if session { typed(line) } else { Some(Typed { terminal: "", command: line }) }
    };
    let commands = code.lines().filter_map(line);
    commands.filter(|typed| !typed.command.trim().is_empty()).collect()
}

/// Whether every line begins with the letter of a connection, `a> `.
pub(super) fn is_several(code: &str) -> bool {
    let mut lines = code.lines().filter(|line| !line.trim().is_empty()).peekable();
    let lettered = |line: &str| {
        let mut bytes = line.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_lowercase()) && line.get(1..3) == Some("> ")
    };
    lines.peek().is_some() && lines.all(lettered)
}
