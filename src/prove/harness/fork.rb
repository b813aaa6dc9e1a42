# Runs each case in a child of one process that has loaded the framework.
#
# Argument: the folder of cases. Each case is a folder with `case.rb`; for each
# a line of JSON tells what came of it.
require "json"
require "fileutils"

folder = ARGV.shift
SECONDS = 15
MOST = 1 << 20

# Only what is required: whatever else the prelude does, each case does for itself.
File.readlines(File.join(folder, "prelude")).grep(/\Arequire "/).each do |line|
  require line[/"([^"]+)"/, 1]
rescue LoadError
  nil
end

def kept(path) = File.binread(path, MOST).to_s.dup.force_encoding("UTF-8").scrub

Dir.children(folder).sort.each do |name|
  path = File.join(folder, name, "case.rb")
  next unless File.exist?(path)
  base = File.join(Dir.pwd, "case-#{name}")
  work = File.join(base, "work")
  FileUtils.mkdir_p(work)
  out, err = File.join(base, "out"), File.join(base, "err")
  began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  spent = -> { Process.clock_gettime(Process::CLOCK_MONOTONIC) - began }
  answers = $stdout.dup
  answers.close_on_exec = true
  pid = fork do
    answers.close
    Process.setsid
    $stdout.reopen(out, "w")
    $stderr.reopen(err, "w")
    $stdout.sync = $stderr.sync = false
    Dir.chdir(work)
    FileUtils.cp(path, "case.rb")
    $0 = "case.rb"
    load "./case.rb"
  end
  status = nil
  until status
    if Process.wait(pid, Process::WNOHANG)
      status = $?.exitstatus || 128 + $?.termsig
    elsif spent.call > SECONDS
      Process.kill(:KILL, -pid)
      Process.wait(pid)
      status = 124
    else
      sleep 0.003
    end
  end
  begin
    Process.kill(:KILL, -pid)
  rescue Errno::ESRCH
    nil
  end
  line = { case: name.to_i, code: status, out: kept(out), err: kept(err), ms: (spent.call * 1000).to_i }
  answers.syswrite(JSON.generate(line) + "\n")
  answers.close
end
exit!(0)
