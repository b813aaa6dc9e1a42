//! The author's own editor, opened at the right line.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

/// What opens a file: the program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(Vec<OsString>);

/// No editor could be started.
#[derive(Debug, thiserror::Error)]
#[error("no editor could be opened for {file}: set VISUAL to yours, such as `code` or `gvim`")]
pub struct OpenError {
    file: String,
}

/// Editors with windows of their own, and how each is told a line and column.
/// Terminal editors need a terminal around them.
const LINES: [(&str, Form, bool); 21] = [
    ("code", Form::Goto, false),
    ("code-insiders", Form::Goto, false),
    ("codium", Form::Goto, false),
    ("vscodium", Form::Goto, false),
    ("cursor", Form::Goto, false),
    ("zed", Form::Colons, false),
    ("zeditor", Form::Colons, false),
    ("subl", Form::Colons, false),
    ("gvim", Form::Vim, false),
    ("mvim", Form::Vim, false),
    ("kate", Form::Kate, false),
    ("gedit", Form::Plus, false),
    ("gnome-text-editor", Form::Plus, false),
    ("emacs", Form::Emacs, false),
    ("emacsclient", Form::Emacs, false),
    ("idea", Form::Idea, false),
    ("vi", Form::Vim, true),
    ("vim", Form::Vim, true),
    ("nvim", Form::Vim, true),
    ("hx", Form::Colons, true),
    ("nano", Form::Nano, true),
];

#[derive(Debug, Clone, Copy)]
enum Form {
    /// `-g file:line:col`
    Goto,
    /// `file:line:col`
    Colons,
    /// `+call cursor(line,col) file`
    Vim,
    /// `-l line -c col file`
    Kate,
    /// `+line:col file`
    Plus,
    /// `+line:col file`
    Emacs,
    /// `--line line --column col file`
    Idea,
    /// `+line,col file`
    Nano,
}

/// The commands that may open a file at a line and column (both from 1), best
/// first. `env` tells the environment's variables, `has` whether a program is
/// there.
#[must_use]
pub fn editor_command(
    (file, line, col): (&Path, u32, u32),
    env: &dyn Fn(&str) -> Option<OsString>,
    has: &dyn Fn(&str) -> bool,
) -> Vec<Editor> {
    let mut commands = Vec::new();
    if let Some(words) = env("VISUAL").and_then(|visual| words(&visual)) {
        commands.extend(with_place(&words, (file, line, col), env, has));
    }
    if has("code") {
        commands.extend(with_place(&["code".to_owned()], (file, line, col), env, has));
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if cfg!(windows) {
        let start = ["cmd", "/c", "start", ""].map(OsString::from);
        commands.push(Editor([&start[..], &[file.into()]].concat()));
    } else if has(opener) {
        commands.push(Editor(vec![opener.into(), file.into()]));
    }
    commands
}

fn with_place(
    words: &[String],
    (file, line, col): (&Path, u32, u32),
    env: &dyn Fn(&str) -> Option<OsString>,
    has: &dyn Fn(&str) -> bool,
) -> Option<Editor> {
    let program = words.first()?;
    let name = Path::new(program).file_stem()?.to_string_lossy().into_owned();
    let known = LINES.iter().find(|(known, ..)| *known == name);
    let mut command: Vec<OsString> = Vec::new();
    if known.is_some_and(|(.., needs_terminal)| *needs_terminal) {
        let terminal = env("TERMINAL").and_then(|terminal| terminal.into_string().ok());
        let terminal = terminal.filter(|terminal| has(terminal));
        let terminal = terminal
            .or_else(|| Some("x-terminal-emulator".to_owned()).filter(|terminal| has(terminal)))?;
        command.extend([terminal.into(), "-e".into()]);
    }
    command.extend(words.iter().map(OsString::from));
    let (line, col) = (line.max(1), col.max(1));
    let placed = |text: String| -> OsString {
        let mut all = file.as_os_str().to_owned();
        all.push(text);
        all
    };
    match known.map(|(_, form, _)| form) {
        Some(Form::Goto) => command.extend(["-g".into(), placed(format!(":{line}:{col}"))]),
        Some(Form::Colons) => command.push(placed(format!(":{line}:{col}"))),
        Some(Form::Vim) => {
            command.extend([format!("+call cursor({line},{col})").into(), file.into()]);
        }
        Some(Form::Kate) => command.extend([
            "-l".into(),
            line.to_string().into(),
            "-c".into(),
            col.to_string().into(),
            file.into(),
        ]),
        Some(Form::Plus | Form::Emacs) => {
            command.extend([format!("+{line}:{col}").into(), file.into()]);
        }
        Some(Form::Idea) => command.extend([
            "--line".into(),
            line.to_string().into(),
            "--column".into(),
            col.to_string().into(),
            file.into(),
        ]),
        Some(Form::Nano) => command.extend([format!("+{line},{col}").into(), file.into()]),
        None => command.push(file.into()),
    }
    Some(Editor(command))
}

/// The words of a command, as a shell would part them: `"a b" -w` are two.
/// `None` when a quote is not closed, or there is no word.
fn words(command: &OsStr) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = command.to_str()?.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\\', None) if !cfg!(windows) => word.get_or_insert_default().extend(letters.next()),
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (quote.is_none() && !words.is_empty()).then_some(words)
}

impl Editor {
    /// The program and its arguments.
    #[must_use]
    pub fn words(&self) -> &[OsString] {
        &self.0
    }

    /// Opens a file in the author's editor. Does not wait for it.
    ///
    /// # Errors
    /// When no editor can be started.
    pub fn open(file: &Path, line: u32, col: u32) -> Result<(), OpenError> {
        let env = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        for command in editor_command((file, line, col), &env, &is_installed) {
            let Some((program, arguments)) = command.0.split_first() else { continue };
            let child = Command::new(program)
                .args(arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn();
            if let Ok(mut child) = child {
                // So that it leaves no zombie behind.
                std::thread::spawn(move || {
                    let _ = child.wait();
                });
                return Ok(());
            }
        }
        Err(OpenError { file: file.display().to_string() })
    }
}

fn is_installed(program: &str) -> bool {
    if Path::new(program).components().count() > 1 {
        return Path::new(program).is_file();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(visual: &str, installed: &[&str]) -> Option<String> {
        let env = |name: &str| (name == "VISUAL" && !visual.is_empty()).then(|| visual.into());
        let has = |program: &str| installed.contains(&program);
        let commands = editor_command((Path::new("/d/a b.ron"), 4, 7), &env, &has);
        let command = commands.first()?;
        let words: Vec<_> = command.words().iter().map(|word| word.to_string_lossy()).collect();
        Some(words.join("|"))
    }

    #[cfg(not(windows))]
    #[test]
    fn each_editor_is_told_the_place_in_its_own_words() {
        for (visual, installed, command) in [
            ("code --wait", vec![], "code|--wait|-g|/d/a b.ron:4:7"),
            ("'/opt/my editor/subl' -n", vec![], "/opt/my editor/subl|-n|/d/a b.ron:4:7"),
            ("gvim", vec![], "gvim|+call cursor(4,7)|/d/a b.ron"),
            ("kate", vec![], "kate|-l|4|-c|7|/d/a b.ron"),
            ("emacsclient -c", vec![], "emacsclient|-c|+4:7|/d/a b.ron"),
            ("my-own", vec![], "my-own|/d/a b.ron"),
            (
                "nvim",
                vec!["x-terminal-emulator"],
                "x-terminal-emulator|-e|nvim|+call cursor(4,7)|/d/a b.ron",
            ),
            // Without a terminal it would hang unseen.
            ("nvim", vec!["code"], "code|-g|/d/a b.ron:4:7"),
            ("", vec!["code", "xdg-open"], "code|-g|/d/a b.ron:4:7"),
            ("\"unclosed", vec!["xdg-open"], "xdg-open|/d/a b.ron"),
        ] {
            if cfg!(target_os = "macos") && installed.contains(&"xdg-open") {
                continue;
            }
            assert_eq!(first(visual, &installed).as_deref(), Some(command), "{visual}");
        }
        assert_eq!(first("", &[]), None);
    }
}
