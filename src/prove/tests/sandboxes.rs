//! What programs can't do. Without a sandbox on this machine these tests say
//! so and pass, unless `HIPPOCACHE_PROVE_ALL` is set.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::sandbox::{End, Job, Limits, Ran, Sandbox};

const LIMITS: Limits = Limits { seconds: 3, batch: false, memory: Some(512 << 20) };

/// Runs a script of the shell or of Python; `None` when the machine lacks the
/// sandbox or Python.
fn ran(words: &[&str], limits: Limits, stop: &Arc<AtomicBool>) -> Option<Ran> {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::new(folder.path(), false, Arc::clone(stop)).unwrap();
    let usual = sandbox.check().is_ok() && std::path::Path::new("/usr/bin/python3").exists();
    if !usual && !stop.load(Ordering::Relaxed) {
        assert!(std::env::var_os("HIPPOCACHE_PROVE_ALL").is_none(), "there is no sandbox here");
        eprintln!("skipped: no sandbox or no python3 on this machine");
        return None;
    }
    let job =
        Job { command: words.iter().map(|&word| word.to_owned()).collect(), ..Job::default() };
    Some(sandbox.run(&job, limits).unwrap())
}

fn python(code: &str) -> Option<Ran> {
    ran(&["/usr/bin/python3", "-I", "-c", code], LIMITS, &Arc::default())
}

/// The program must end with this on standard error.
fn refused(code: &str, words: &str) {
    let Some(ran) = python(code) else { return };
    assert!(ran.end != End::Exit(0) && ran.err.contains(words), "{ran:?}");
}

#[test]
fn what_is_allowed_works() {
    let code = "import os, socket, tempfile
open('/tmp/a', 'w').write('b')
a, b = socket.socket(), socket.socket()
a.bind(('127.0.0.1', 0)); a.listen(); b.connect(a.getsockname())
print(open('/tmp/a').read(), os.getcwd(), os.getuid(), socket.gethostname())";
    let Some(ran) = python(code) else { return };
    assert_eq!((ran.end, ran.out.as_str()), (End::Exit(0), "b /tmp 1000 proof\n"), "{}", ran.err);
}

#[test]
fn there_is_no_network() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    // A server of the machine's own: the loopback inside is another one.
    refused(
        &format!("import socket; socket.create_connection(('127.0.0.1', {port}), 1)"),
        "refused",
    );
    refused("import socket; socket.create_connection(('192.0.2.1', 80), 1)", "unreachable");
}

#[test]
fn homes_and_files_of_the_system_can_not_be_read() {
    for path in ["/root", "/home", "/mnt", "/var", "/etc/shadow", "/etc/hostname"] {
        refused(&format!("import os; os.stat({path:?})"), "No such file");
    }
}

#[test]
fn nothing_can_be_written_outside_of_the_small_folder() {
    for path in ["/a", "/usr/a", "/etc/a", "/dev/a", "/proc/sys/kernel/a"] {
        let Some(ran) = python(&format!("open({path:?}, 'w')")) else { return };
        assert_eq!(ran.end, End::Exit(1), "{path}: {ran:?}");
    }
    refused("for n in range(99): open(f'/tmp/{n}', 'wb').write(bytes(8 << 20))", "No space left");
}

#[test]
fn memory_files_and_processes_are_limited() {
    refused("x = bytearray(3 << 30)", "MemoryError");
    refused("open('/tmp/a', 'wb').write(bytes(64 << 20))", "File too large");
    let forks = "import os, time
for n in range(2000):
    if os.fork() == 0:
        time.sleep(9)
        os._exit(0)";
    refused(forks, "Resource temporarily unavailable");
}

#[test]
fn other_processes_are_out_of_sight() {
    let Some(ran) = ran(&["sh", "-c", "ls /proc | grep -c '^[0-9]'"], LIMITS, &Arc::default())
    else {
        return;
    };
    assert!(ran.out.trim().parse::<u32>().unwrap() < 10, "{}", ran.out);
}

#[test]
fn a_loop_comes_to_an_end() {
    let limits = Limits { seconds: 1, ..LIMITS };
    let words = ["/usr/bin/python3", "-I", "-c", "while True: pass"];
    let Some(looped) = ran(&words, limits, &Arc::default()) else { return };
    assert_eq!(looped.end, End::Late);
    let batch = Limits { batch: true, ..limits };
    let words = ["/usr/bin/python3", "-I", "-c", "import time; time.sleep(99)"];
    let Some(slept) = ran(&words, batch, &Arc::default()) else { return };
    assert_eq!(slept.end, End::Late);
}

#[test]
fn a_flood_of_output_comes_to_an_end() {
    let Some(ran) = python("while True: print('x' * 4096)") else { return };
    assert_eq!(ran.end, End::Flood);
}

#[test]
fn a_stopped_run_ends_what_runs() {
    let stop = Arc::new(AtomicBool::new(true));
    let folder = tempfile::tempdir().unwrap();
    let trial = Sandbox::new(folder.path(), false, Arc::default()).unwrap();
    if trial.check().is_err() {
        return;
    }
    let words = ["/usr/bin/python3", "-I", "-c", "import time; time.sleep(99)"];
    assert_eq!(ran(&words, LIMITS, &stop).unwrap().end, End::Stopped);
}
