//! From a run's setup and code to the text that an engine takes.

use super::claim::Run;
use super::engine::Engine;
use super::transcript::{commands, is_several};

/// The files of one case: names and texts.
pub(super) type Files = Vec<(String, String)>;

/// The files that the engine takes for this run. The prelude is the engine's
/// text that stands before every program; empty when it has none.
pub(super) fn files(engine: Engine, run: &Run, prelude: &str) -> Files {
    let Run { setup, code, .. } = run;
    let name = engine.file().to_owned();
    match engine {
        Engine::JavaScript => {
            let text = joined(&["", setup, code]);
            let name =
                if is_module(setup) || is_module(code) { "case.mjs".to_owned() } else { name };
            vec![(name, text)]
        }
        Engine::Java | Engine::Spring | Engine::Servlet => {
            let mut files = vec![(name, java(setup, code))];
            if !prelude.trim().is_empty() {
                files.push(("Prelude.java".to_owned(), prelude.to_owned()));
            }
            files
        }
        Engine::Php | Engine::Laravel | Engine::Symfony => vec![(name, php(prelude, setup, code))],
        Engine::CSharp | Engine::Mono => vec![(name, csharp(setup, code))],
        Engine::PostgreSql | Engine::MariaDb | Engine::Sqlite if is_several(code) => {
            if setup.trim().is_empty() || is_several(setup) {
                return vec![("several.sql".to_owned(), joined(&["", setup, code]))];
            }
            vec![("setup.sql".to_owned(), setup.clone()), ("several.sql".to_owned(), code.clone())]
        }
        Engine::Redis => {
            let line = |typed: &super::transcript::Typed<'_>| {
                format!("{}\t{}\n", typed.terminal, typed.command)
            };
            let setup: String = commands(setup).iter().map(line).collect();
            let code: String = commands(code).iter().map(line).collect();
            vec![("setup.redis".to_owned(), setup), (name, code)]
        }
        _ => {
            vec![(name, joined(&[if engine == Engine::Mongo { "" } else { prelude }, setup, code]))]
        }
    }
}

/// The texts below each other.
fn joined(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts.iter().filter(|text| !text.is_empty()) {
        out.push_str(text);
        if !text.ends_with('\n') {
            out.push('\n');
        }
    }
    out
}

/// Whether JavaScript must be run as a module.
fn is_module(code: &str) -> bool {
    let first = code.trim_start().lines().next().unwrap_or_default();
    let says = |line: &str| {
        ["import ", "import{", "export ", "await "].iter().any(|word| line.starts_with(word))
    };
    first.starts_with("// module") || code.lines().any(says)
}

/// A whole Java program: imports first, then what stands at top level; code
/// without a `main` of its own becomes one.
fn java(setup: &str, code: &str) -> String {
    let is_import = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("import ") && line.contains(';')
    };
    let imports = setup.lines().chain(code.lines()).filter(is_import);
    let mut out: String = imports.flat_map(|line| [line, "\n"]).collect();
    let body = |text: &str| -> String {
        text.lines().filter(|line| !is_import(line)).flat_map(|line| [line, "\n"]).collect()
    };
    out.push_str(&body(setup));
    if code.contains("void main(") {
        out.push_str(&body(code));
    } else {
        out.push_str(
            "public class Main {\npublic static void main(String[] a) throws Exception {\n",
        );
        out.push_str(&body(code));
        out.push_str("}\n}\n");
    }
    out
}

fn php(prelude: &str, setup: &str, code: &str) -> String {
    let bare = |text: &str| {
        let text = text.trim_start();
        text.strip_prefix("<?php").map_or_else(|| text.to_owned(), str::to_owned)
    };
    let mut out = String::from("<?php");
    for text in [prelude, setup, code].iter().filter(|text| !text.trim().is_empty()) {
        out.push('\n');
        out.push_str(bare(text).trim_end());
    }
    out.push('\n');
    out
}

/// A C# program with all its `using` directives first, as the language wants.
fn csharp(setup: &str, code: &str) -> String {
    let is_using = |line: &&str| {
        line.strip_prefix("using ").is_some_and(|rest| {
            rest.trim_end().ends_with(';') && !rest.contains('(') && !rest.starts_with("var ")
        })
    };
    let lines = || setup.lines().chain(code.lines());
    let mut seen = Vec::new();
    for line in lines().filter(is_using) {
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    let rest = lines().filter(|line| !is_using(line));
    seen.iter().copied().chain(rest).flat_map(|line| [line, "\n"]).collect()
}
