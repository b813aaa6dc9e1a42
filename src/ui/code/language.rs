//! Which grammar colours which language.

/// The grammar's name for a language as authors write it (`Python`, `js`,
/// `CSharp`). `None`: there is none, the text stays plain.
#[must_use]
pub fn grammar(language: &str) -> Option<&'static str> {
    let name = language.trim().to_ascii_lowercase();
    let grammar = match name.as_str() {
        "python" | "py" | "python3" => "Python",
        "javascript" | "js" | "node" | "mjs" | "jsx" => "JavaScript",
        "typescript" | "ts" => "TypeScript",
        "tsx" => "TypeScriptReact",
        "java" => "Java",
        "kotlin" | "kt" => "Kotlin",
        "ruby" | "rb" => "Ruby",
        "php" => "PHP",
        "csharp" | "c#" | "cs" | "dotnet" => "C#",
        "sql" | "postgresql" | "postgres" | "psql" | "mysql" | "sqlite" | "plpgsql" => "SQL",
        "bash" | "sh" | "shell" | "zsh" | "console" => "Bourne Again Shell (bash)",
        "json" | "jsonc" | "mongodb" | "mongo" => "JSON",
        "html" => "HTML",
        "xml" | "svg" => "XML",
        "css" => "CSS",
        "go" | "golang" => "Go",
        "rust" | "rs" => "Rust",
        "c" | "h" => "C",
        "cpp" | "c++" | "cc" | "cxx" => "C++",
        "yaml" | "yml" => "YAML",
        "toml" => "TOML",
        "ini" | "conf" | "properties" => "INI",
        "dockerfile" | "docker" => "Dockerfile",
        "graphql" | "gql" => "GraphQL",
        "protobuf" | "proto" => "Protocol Buffer",
        "nginx" => "nginx",
        "diff" | "patch" => "Diff",
        "markdown" | "md" => "Markdown",
        "scala" => "Scala",
        "swift" => "Swift",
        "elixir" | "ex" => "Elixir",
        "erlang" | "erl" => "Erlang",
        "haskell" | "hs" => "Haskell",
        "clojure" | "clj" => "Clojure",
        "lua" => "Lua",
        "perl" => "Perl",
        "r" => "R",
        "dart" => "Dart",
        "zig" => "Zig",
        "powershell" | "ps1" => "PowerShell",
        "makefile" | "make" => "Makefile",
        "terraform" | "hcl" | "tf" => "Terraform",
        "http" => "HTTP Request and Response",
        _ => return None,
    };
    Some(grammar)
}

/// The name to show for a language; `None` for plain text.
#[must_use]
pub fn label(language: &str) -> Option<String> {
    let language = language.trim();
    match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" => None,
        "csharp" | "cs" => Some("C#".to_owned()),
        "cpp" => Some("C++".to_owned()),
        "js" => Some("JavaScript".to_owned()),
        "ts" => Some("TypeScript".to_owned()),
        "py" => Some("Python".to_owned()),
        "rb" => Some("Ruby".to_owned()),
        "rs" => Some("Rust".to_owned()),
        "php" | "sql" | "html" | "json" | "css" | "xml" | "yaml" | "toml" | "http" => {
            Some(language.to_ascii_uppercase())
        }
        _ => {
            let mut letters = language.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect())
        }
    }
}

/// Redis has no grammar: its commands are words in capitals at a line's start.
#[must_use]
pub fn is_redis(language: &str) -> bool {
    matches!(language.trim().to_ascii_lowercase().as_str(), "redis" | "redis-cli" | "valkey")
}
