//! Running a program that nobody trusts: bubblewrap around it, limits on all
//! that it may use, and an end in any case.
//!
//! Inside there is no network, no home, nothing to write but a small `/tmp`,
//! and no other process. As root everything runs under another account first:
//! the system doesn't limit the processes of root.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use super::error::ProveError;

/// What a process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Seconds until it is ended; for a batch: seconds without a result.
    pub seconds: u64,
    /// Whether output starts the time anew.
    pub batch: bool,
    /// Address space of a process, bytes. `None` for those that reserve far
    /// more than they use, and are told their limit in their own words.
    pub memory: Option<u64>,
}

/// Output of one run that is kept, bytes; a run that prints more is ended.
const MOST_OUTPUT: usize = 4 << 20;
/// Processes and threads at once.
const MOST_PROCESSES: u64 = 256;
/// The largest file, bytes.
const MOST_FILE: u64 = 32 << 20;
/// All of `/tmp`, bytes.
const MOST_TMP: u64 = 256 << 20;
/// Shared memory, bytes.
const MOST_SHARED: u64 = 32 << 20;
/// The account that root's proofs run under: `nobody` on every system.
const NOBODY: u32 = 65534;
/// The account inside.
const INSIDE: &str = "1000";

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// By itself, with this status; a signal counts as 128 and its number.
    Exit(i32),
    /// Its time was up.
    Late,
    /// It printed too much.
    Flood,
    /// The whole run was stopped.
    Stopped,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ran {
    pub end: End,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

/// A program to run.
#[derive(Debug, Clone, Default)]
pub(super) struct Job {
    /// The program and its arguments.
    pub command: Vec<String>,
    /// What it can read: a file or folder, and its place inside.
    pub shown: Vec<(PathBuf, String)>,
    /// A folder that it can write to, and its place inside.
    pub writable: Option<(PathBuf, String)>,
    /// Variables besides the usual ones.
    pub variables: Vec<(&'static str, String)>,
}

/// How programs are run here.
#[derive(Debug)]
pub(super) struct Sandbox {
    /// The folder of this whole run.
    folder: PathBuf,
    /// Runs without any protection.
    open: bool,
    root: bool,
    stop: Arc<AtomicBool>,
    next: AtomicU64,
}

impl Sandbox {
    /// A sandbox for a run whose files are in `folder`.
    pub fn new(folder: &Path, open: bool, stop: Arc<AtomicBool>) -> Result<Self, ProveError> {
        let file = |path: &Path| {
            let path = path.to_owned();
            move |source| ProveError::File { path, source }
        };
        let own = fs::metadata("/proc/self").map_err(file(Path::new("/proc/self")))?;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(file(folder))?;
        let etc = folder.join("etc");
        fs::create_dir_all(&etc).map_err(file(&etc))?;
        let files = [
            ("passwd", "root:x:0:0::/:/bin/false\nproof:x:1000:1000::/tmp:/bin/sh\n"),
            ("group", "root:x:0:\nproof:x:1000:\n"),
            ("hosts", "127.0.0.1 localhost proof\n::1 localhost\n"),
            ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
        ];
        for (name, text) in files {
            let path = etc.join(name);
            fs::write(&path, text).map_err(file(&path))?;
        }
        let next = AtomicU64::new(0);
        Ok(Self { folder: folder.to_owned(), open, root: own.uid() == 0, stop, next })
    }

    /// Whether the whole run was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether programs run without any protection.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Tries the sandbox out.
    pub fn check(&self) -> Result<(), ProveError> {
        if self.open {
            return Ok(());
        }
        let trial = Job { command: vec!["true".to_owned()], ..Job::default() };
        let no_sandbox = |reason: String| ProveError::NoSandbox {
            reason,
            help: "Install it with `apt-get install bubblewrap util-linux`, allow unprivileged \
                   user namespaces, or run decks that you trust with --no-sandbox",
        };
        let limits = Limits { seconds: 10, batch: false, memory: None };
        match self.run(&trial, limits) {
            Ok(Ran { end: End::Exit(0), .. }) => Ok(()),
            Ok(Ran { end: End::Stopped, .. }) => Err(ProveError::Stopped),
            Ok(ran) => {
                let said = ran.err.lines().next().unwrap_or("it does not answer").to_owned();
                Err(no_sandbox(said))
            }
            Err(ProveError::Start { program, source }) => {
                Err(no_sandbox(format!("`{program}` can't be started ({source})")))
            }
            Err(error) => Err(error),
        }
    }

    /// A new folder that a job can be shown.
    pub fn folder(&self) -> Result<PathBuf, ProveError> {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.join(n.to_string());
        fs::create_dir(&path).map_err(ProveError::file(&path))?;
        Ok(path)
    }

    /// Makes a folder writable for programs.
    pub fn give(&self, folder: &Path) -> Result<(), ProveError> {
        if self.root {
            let given = std::os::unix::fs::chown(folder, Some(NOBODY), Some(NOBODY));
            given.map_err(ProveError::file(folder))?;
        }
        Ok(())
    }

    /// Runs a program to its end.
    pub fn run(&self, job: &Job, limits: Limits) -> Result<Ran, ProveError> {
        let mut words = Vec::new();
        if self.root {
            let id = NOBODY.to_string();
            let words_of_root =
                ["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups", "--no-new-privs"];
            words.extend(words_of_root.map(OsString::from));
        }
        let work = if self.open { Some(self.open_folder(job)?) } else { None };
        if work.is_none() {
            self.walls(job, &mut words);
        }
        words.extend(fences(limits).map(OsString::from));
        let commands = job.command.iter().map(|word| match &work {
            Some(work) => real(word, job, work),
            None => word.clone(),
        });
        words.extend(commands.map(OsString::from));
        let (program, arguments) = words.split_first().ok_or_else(|| ProveError::Start {
            program: String::new(),
            source: std::io::ErrorKind::InvalidInput.into(),
        })?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // The terminal's Ctrl-C reaches this program only, which then ends the rest.
        command.process_group(0);
        command.env_clear();
        if let Some(work) = &work {
            for (name, value) in variables(job) {
                command.env(name, real(&value, job, work));
            }
        } else if let Some(path) = std::env::var_os("PATH") {
            // For finding the sandbox; inside there is another.
            command.env("PATH", path);
        }
        command.current_dir(work.as_deref().unwrap_or(Path::new("/")));
        let started = command.spawn();
        let child = started.map_err(|source| ProveError::Start {
            program: program.to_string_lossy().into_owned(),
            source,
        })?;
        let ran = self.watch(child, limits);
        if let Some(work) = work {
            // Nobody reads it any more; the whole folder goes at the end anyway.
            let _ = fs::remove_dir_all(work);
        }
        ran
    }

    /// The sandbox itself.
    fn walls(&self, job: &Job, words: &mut Vec<OsString>) {
        let mut add = |text: &[&str]| words.extend(text.iter().map(OsString::from));
        add(&["bwrap", "--unshare-all", "--unshare-user", "--uid", INSIDE, "--gid", INSIDE]);
        add(&["--hostname", "proof", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]);
        add(&["--clearenv"]);
        for (name, value) in variables(job) {
            add(&["--setenv", name, &value]);
        }
        add(&["--ro-bind", "/usr", "/usr"]);
        for name in ["bin", "sbin", "lib", "lib64", "lib32"] {
            let path = format!("/{name}");
            match fs::read_link(&path) {
                Ok(to) => add(&["--symlink", &to.to_string_lossy(), &path]),
                Err(_) => add(&["--ro-bind-try", &path, &path]),
            }
        }
        add(&["--proc", "/proc", "--dev", "/dev"]);
        let size = MOST_SHARED.to_string();
        add(&["--size", &size, "--perms", "1777", "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]);
        add(&["--dir", "/etc"]);
        for name in ["passwd", "group", "hosts", "nsswitch.conf"] {
            let from = self.folder.join("etc").join(name);
            add(&["--ro-bind", &from.to_string_lossy(), &format!("/etc/{name}")]);
        }
        for path in ETC {
            add(&["--ro-bind-try", path, path]);
        }
        let size = MOST_TMP.to_string();
        add(&["--size", &size, "--perms", "1777", "--tmpfs", "/tmp"]);
        for (from, to) in &job.shown {
            add(&["--ro-bind", &from.to_string_lossy(), to]);
        }
        if let Some((from, to)) = &job.writable {
            add(&["--bind", &from.to_string_lossy(), to]);
        }
        add(&["--remount-ro", "/", "--chdir", "/tmp", "--"]);
    }

    /// Without a sandbox: a folder in the place of `/tmp`.
    fn open_folder(&self, job: &Job) -> Result<PathBuf, ProveError> {
        let work = self.folder()?;
        for (from, to) in &job.shown {
            let Some(name) = to.strip_prefix("/tmp/") else { continue };
            fs::copy(from, work.join(name)).map_err(ProveError::file(from))?;
        }
        if let Some((modules, _)) = job.shown.iter().find(|(_, to)| to == "/node_modules") {
            let link = work.join("node_modules");
            std::os::unix::fs::symlink(modules, &link).map_err(ProveError::file(&link))?;
        }
        self.give(&work)?;
        Ok(work)
    }

    /// Reads what it prints and ends it when it must end.
    fn watch(&self, mut child: Child, limits: Limits) -> Result<Ran, ProveError> {
        let start = Instant::now();
        let out = Arc::new(Caught::default());
        let err = Arc::new(Caught::default());
        let readers = [
            child.stdout.take().map(|pipe| catch(pipe, Arc::clone(&out))),
            child.stderr.take().map(|pipe| catch(pipe, Arc::clone(&err))),
        ];
        let time = Duration::from_secs(limits.seconds);
        let mut nap = Duration::from_millis(1);
        let (mut seen, mut since) = (0, start);
        let end = loop {
            let status = child.try_wait().map_err(|source| ProveError::Start {
                program: "the program".to_owned(),
                source,
            })?;
            if let Some(status) = status {
                use std::os::unix::process::ExitStatusExt;
                let signal = status.signal().map(|signal| 128 + signal);
                break match status.code().or(signal).unwrap_or(-1) {
                    124 | 137 if since.elapsed() >= time => End::Late,
                    code => End::Exit(code),
                };
            }
            let printed = out.len();
            if limits.batch && printed > seen {
                (seen, since) = (printed, Instant::now());
            }
            let end = if self.is_stopped() {
                Some(End::Stopped)
            } else if printed > MOST_OUTPUT || err.len() > MOST_OUTPUT {
                Some(End::Flood)
            } else if since.elapsed() > time + Duration::from_secs(2) {
                Some(End::Late)
            } else {
                None
            };
            if let Some(end) = end {
                end_all(&mut child);
                break end;
            }
            thread::sleep(nap);
            nap = (nap * 2).min(Duration::from_millis(15));
        };
        for reader in readers.into_iter().flatten() {
            // A reader ends with the last process that holds its pipe, and can't panic.
            let _ = reader.join();
        }
        Ok(Ran { end, out: out.text(), err: err.text(), took: start.elapsed() })
    }
}

/// What of `/etc` language runtimes need; none of it is secret.
const ETC: [&str; 12] = [
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/protocols",
    "/etc/services",
    "/etc/ssl/openssl.cnf",
    "/etc/java-17-openjdk",
    "/etc/java-21-openjdk",
    "/etc/php",
    "/etc/mono",
    "/etc/magic",
];

fn variables(job: &Job) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("PATH", "/usr/local/bin:/usr/bin:/usr/sbin".to_owned()),
        ("HOME", "/tmp".to_owned()),
        ("TMPDIR", "/tmp".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("TZ", "UTC".to_owned()),
        ("USER", "proof".to_owned()),
    ];
    all.extend(job.variables.iter().cloned());
    all
}

/// The limits, set inside: there the processes of this sandbox alone count.
fn fences(limits: Limits) -> impl Iterator<Item = String> {
    let cpu = limits.seconds * if limits.batch { 20 } else { 2 };
    let mut words = vec![
        "prlimit".to_owned(),
        "--core=0".to_owned(),
        format!("--nproc={MOST_PROCESSES}"),
        format!("--fsize={MOST_FILE}"),
        "--nofile=1024".to_owned(),
        format!("--cpu={cpu}"),
    ];
    words.extend(limits.memory.map(|memory| format!("--as={memory}")));
    words.push("--".to_owned());
    if !limits.batch {
        let seconds = limits.seconds.to_string();
        words.extend(["timeout", "-k", "1", &seconds].map(str::to_owned));
    }
    words.into_iter()
}

/// Without a sandbox: a word with the places inside made real.
fn real(word: &str, job: &Job, work: &Path) -> String {
    let mut word = word.to_owned();
    let outside = job.shown.iter().chain(&job.writable);
    for (from, to) in outside.filter(|(_, to)| !to.starts_with("/tmp")) {
        if word == *to || word.starts_with(&format!("{to}/")) {
            word.replace_range(..to.len(), &from.to_string_lossy());
            return word;
        }
    }
    if word == "/tmp" || word.starts_with("/tmp/") {
        word.replace_range(.."/tmp".len(), &work.to_string_lossy());
    }
    word
}

/// Ends the sandbox with all that is in it. Its whole group is ended: while it
/// is being set up, its parts don't yet die with one another.
fn end_all(child: &mut Child) {
    let group = i32::try_from(child.id()).map(Pid::from_raw);
    // Each of these fails only when it is gone already.
    let _ = group.map(|group| killpg(group, Signal::SIGKILL));
    let _ = child.kill();
    let _ = child.wait();
}

#[derive(Default)]
struct Caught(Mutex<Vec<u8>>);

impl Caught {
    fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Reads a pipe to its end, and keeps as much as is wanted.
fn catch(mut pipe: impl Read + Send + 'static, caught: Arc<Caught>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 1 << 14];
        while let Ok(n) = pipe.read(&mut buffer) {
            let Some(read) = buffer.get(..n).filter(|read| !read.is_empty()) else { break };
            let mut kept = caught.0.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() <= MOST_OUTPUT {
                kept.extend_from_slice(read);
            }
        }
    })
}
