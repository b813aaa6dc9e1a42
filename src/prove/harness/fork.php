<?php
// Runs each case in a child of one process that has loaded the framework.
//
// Argument: the folder of cases. Each case is a folder with `case.php`; for
// each a line of JSON tells what came of it.
error_reporting(E_ALL & ~E_DEPRECATED);
const SECONDS = 15;
const MOST = 1 << 20;
$folder = $argv[1];
// Only classes are loaded beforehand: whatever else the prelude does, each case
// does for itself.
$prelude = file_get_contents("$folder/prelude");
preg_match_all('/^require_once [\'"]([^\'"$]+)[\'"];/m', $prelude, $files);
foreach ($files[1] as $file) {
    require_once $file;
}
preg_match_all('/^use ([\w\\\\]+)(?:\{([^}]*)\})?;/m', $prelude, $uses, PREG_SET_ORDER);
foreach ($uses as $use) {
    foreach (isset($use[2]) ? array_map('trim', explode(',', $use[2])) : [''] as $name) {
        try {
            class_exists($use[1] . $name) || interface_exists($use[1] . $name) || trait_exists($use[1] . $name);
        } catch (Throwable) {
            // The case itself will say so.
        }
    }
}
$kept = fn(string $path): string => mb_scrub((string) file_get_contents($path, false, null, 0, MOST));
foreach (scandir($folder) as $name) {
    if (!is_file("$folder/$name/case.php")) {
        continue;
    }
    $base = getcwd() . "/case-$name";
    mkdir("$base/work", 0777, true);
    $began = microtime(true);
    // PHP can't turn its own output to a file, so a child of the child's
    // output buffer is written at its end.
    $pid = pcntl_fork();
    if ($pid === 0) {
        posix_setsid();
        chdir("$base/work");
        copy("$folder/$name/case.php", 'case.php');
        fclose(STDOUT);
        fclose(STDERR);
        // The lowest free descriptors are 1 and 2 now.
        $stdout = fopen("$base/out", 'w');
        $stderr = fopen("$base/err", 'w');
        (static function () { require 'case.php'; })();
        exit(0);
    }
    $status = null;
    while ($status === null) {
        if (pcntl_waitpid($pid, $code, WNOHANG) !== 0) {
            $status = pcntl_wifexited($code) ? pcntl_wexitstatus($code) : 128 + pcntl_wtermsig($code);
        } elseif (microtime(true) - $began > SECONDS) {
            posix_kill(-$pid, SIGKILL);
            pcntl_waitpid($pid, $code);
            $status = 124;
        } else {
            usleep(3000);
        }
    }
    @posix_kill(-$pid, SIGKILL);
    $line = ['case' => (int) $name, 'code' => $status, 'out' => $kept("$base/out"), 'err' => $kept("$base/err"),
        'ms' => (int) ((microtime(true) - $began) * 1000)];
    fwrite(STDOUT, json_encode($line, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) . "\n");
}
