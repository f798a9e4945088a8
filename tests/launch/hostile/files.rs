//! What is no ordinary file, in the place of each kind of file that is read or written: exit code 2, with its
//! name, and never a wait for ever.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::command::{Ended, ends, folder, launch, note};
use crate::overlay::BASE;

const BINARY: &str = env!("CARGO_BIN_EXE_launch");

fn run(folder: &Path, args: &[&str]) -> Ended {
    ends(launch(folder).args(args))
}

/// A folder with a plan and one of everything that is no ordinary file.
fn zoo() -> (tempfile::TempDir, Vec<&'static str>) {
    let zoo = folder(&[("plan.yaml", BASE), ("launch.toml", "[rules]\nbackdated-sign-off = \"off\"\n")]);
    let path = |name: &str| zoo.path().join(name);
    fs::create_dir(path("folder.toml")).expect("a folder");
    symlink("loop.toml", path("loop.toml")).expect("a link");
    symlink("two.toml", path("one.toml")).expect("a link");
    symlink("one.toml", path("two.toml")).expect("a link");
    symlink("gone.toml", path("dangling.toml")).expect("a link");
    symlink("/dev/zero", path("zero.toml")).expect("a link");
    std::os::unix::net::UnixListener::bind(path("socket.toml")).expect("a socket");
    let mut names = vec![
        "folder.toml",
        "loop.toml",
        "one.toml",
        "dangling.toml",
        "zero.toml",
        "socket.toml",
        "gone.toml",
        "plan.yaml/x.toml",
        "/dev/null",
        "/dev/zero",
        "/dev/full",
    ];
    let made = Command::new("mkfifo").arg(path("fifo.toml")).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(fs::metadata(path("fifo.toml")).is_ok_and(|kind| kind.file_type().is_fifo()));
        symlink("fifo.toml", path("to-fifo.toml")).expect("a link");
        names.extend(["fifo.toml", "to-fifo.toml"]);
    } else {
        note("SKIPPED: there is no `mkfifo`, no pipe was tested");
    }
    (zoo, names)
}

#[test]
fn what_is_no_file_is_refused_wherever_a_file_is_read() {
    let (zoo, names) = zoo();
    let mut cases = 0;
    for name in &names {
        let commands: [&[&str]; 9] = [
            &["check", name],
            &["check", "plan.yaml", "--policy", name],
            &["import", name, "--dry-run"],
            &["verify", name],
            &["retro", name],
            &["diff", name, "plan.yaml"],
            &["simulate", name, "--sign", "finance"],
            &["schema", "plan", "--policy", name],
            &[
                "waive",
                name,
                "late-handoff",
                "handoffs.value",
                "--by",
                "lea@acme.example",
                "--why",
                "x",
                "--until",
                "2099-01-01",
            ],
        ];
        for args in commands {
            // A folder is where plans are looked for.
            if args.first() == Some(&"check") && args.len() == 2 && *name == "folder.toml" {
                continue;
            }
            let ended = run(zoo.path(), args);
            let said = format!("{}{}", ended.out, ended.err);
            assert_eq!(ended.code, 2, "{args:?}: {said}");
            let unfolded = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(unfolded.contains(name), "{args:?} does not name it: {said}");
            cases += 1;
        }
    }
    note(&format!(
        "special files: {} of them, {cases} commands, each exit code 2 with the name",
        names.len()
    ));
}

#[test]
fn a_policy_or_a_key_list_beside_the_plan_that_is_no_file_is_no_missing_one() {
    let (zoo, names) = zoo();
    for name in names.iter().filter(|name| !name.starts_with("gone")) {
        let path = zoo.path().join("launch.toml");
        let _ = fs::remove_file(&path);
        symlink(name, &path).expect("a link");
        let ended = run(zoo.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
        assert_eq!(ended.code, 2, "launch.toml is {name}: {}", ended.out);
        assert!(ended.out.contains("launch.toml"), "{}", ended.out);
        fs::remove_file(&path).expect("ours");
        fs::write(&path, format!("[assurance]\nallowed_signers = \"{name}\"\n")).expect("written");
        let ended = run(zoo.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
        assert_eq!(ended.code, 2, "allowed signers are {name}: {}", ended.out);
    }
}

#[test]
fn a_report_goes_into_no_full_device_no_folder_and_no_pipe_that_nobody_reads() {
    let (zoo, names) = zoo();
    let pipes = names.into_iter().filter(|name| name.contains("fifo"));
    for output in
        ["/dev/full", "folder.toml", "loop.toml", "plan.yaml/x", "socket.toml"].into_iter().chain(pipes)
    {
        let ended = run(zoo.path(), &["check", "plan.yaml", "--as-of", "2026-05-28", "--output", output]);
        assert_eq!(ended.code, 2, "{output}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(output), "{output}: {}", ended.err);
    }
}

#[test]
fn folders_with_what_is_no_plan_are_told() {
    let (zoo, _) = zoo();
    for (name, target) in [("a.yaml", "loop.toml"), ("b.yaml", "gone.toml"), ("c.yaml", "folder.toml")] {
        let inside = zoo.path().join("plans");
        fs::create_dir_all(&inside).expect("a folder");
        symlink(format!("../{target}"), inside.join(name)).expect("a link");
        fs::write(inside.join("good.yaml"), BASE).expect("written");
        let ended = run(zoo.path(), &["check", "plans", "--as-of", "2026-05-28"]);
        assert_eq!(ended.code, 2, "{name}: {}", ended.out);
        assert!(ended.out.contains(&format!("plans/{name}")), "{name}: {}", ended.out);
        fs::remove_file(inside.join(name)).expect("ours");
    }
    // Links to folders are not followed, round or not.
    symlink("..", zoo.path().join("plans/up")).expect("a link");
    let ended = run(zoo.path(), &["check", "plans", "--as-of", "2026-05-28"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("ours");
}

/// A check in a folder as somebody who is not root: to root everything is readable. None where nobody else can
/// run the binary.
fn as_nobody(folder: &Path, args: &[&str]) -> Option<Ended> {
    set_mode(folder, 0o755);
    let is_root = fs::metadata(folder).expect("a folder").uid() == 0;
    let mut command = Command::new(if is_root { "setpriv" } else { BINARY });
    if is_root {
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", BINARY]);
    }
    command.args(["check", "--as-of", "2026-05-28"]).args(args).current_dir(folder).env("COLUMNS", "200");
    let may_run = || {
        let mut tried = Command::new(command.get_program());
        tried.args(command.get_args().take_while(|arg| *arg != "check")).arg("--version");
        tried.output().is_ok_and(|output| output.status.success())
    };
    if !may_run() {
        let test = thread::current().name().unwrap_or("a test").to_owned();
        note(&format!("SKIPPED: {test}: to root every file is readable, and nobody else can run the binary"));
        return None;
    }
    Some(ends(&mut command))
}

#[test]
fn what_may_not_be_read_is_told() {
    let folder = folder(&[("plan.yaml", BASE), ("launch.toml", "")]);
    for name in ["plan.yaml", "launch.toml"] {
        set_mode(&folder.path().join("plan.yaml"), 0o644);
        set_mode(&folder.path().join("launch.toml"), 0o644);
        set_mode(&folder.path().join(name), 0o000);
        let Some(ended) = as_nobody(folder.path(), &["plan.yaml"]) else { return };
        assert_eq!(ended.code, 2, "{name}: {}", ended.out);
        assert!(ended.out.contains(&format!("`{name}` cannot be read: it may not be read")), "{}", ended.out);
    }
}

#[test]
fn a_folder_that_may_not_be_read_is_named_and_takes_no_verdict_from_the_plans_beside_it() {
    let folder = folder(&[("all/a.yaml", BASE), ("all/sub/b.yaml", BASE), ("all/sub/in/c.yaml", BASE)]);
    let closed = folder.path().join("all/sub");
    for (mode, paths) in [
        (0o755, &["all/a.yaml", "all/sub/b.yaml", "all/sub/in/c.yaml"][..]),
        (0o000, &["all/a.yaml", "all/sub"]),
    ] {
        set_mode(&closed, mode);
        let ended = as_nobody(folder.path(), &["all", "--format", "json"]);
        set_mode(&closed, 0o755);
        let Some(ended) = ended else { return };
        let report: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
        let plans = report["plans"].as_array().expect("plans");
        assert_eq!(plans.iter().map(|plan| &plan["path"]).collect::<Vec<_>>(), paths);
        for plan in plans {
            assert_eq!(plan["verdict"].is_null(), plan["path"] == "all/sub", "{plan}");
        }
        assert_eq!(ended.code == 2, mode == 0, "{}", ended.err);
        let why = "`all/sub` cannot be read: it may not be read";
        assert_eq!(ended.out.contains(why), mode == 0, "{}", ended.out);
    }
}

/// A file is read to the limit and no further, however it grows meanwhile.
#[test]
fn a_file_that_grows_is_read_to_the_limit() {
    let folder = folder(&[("plan.yaml", BASE)]);
    let path = folder.path().join("plan.yaml");
    let grow = move || {
        let mut file = fs::File::options().append(true).open(path).expect("the plan");
        for _ in 0..120 {
            file.write_all(&[&b"#".repeat(20_000)[..], b"\n"].concat()).expect("written");
            thread::sleep(Duration::from_millis(10));
        }
    };
    let growing = thread::spawn(grow);
    let check = || run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    while !growing.is_finished() {
        let ended = check();
        assert!([0, 2].contains(&ended.code), "{}{}", ended.out, ended.err);
        assert!(ended.code == 0 || ended.out.contains("larger than 1024 KiB"), "{}", ended.out);
    }
    growing.join().expect("it grows");
    let ended = check();
    assert!(ended.code == 2 && ended.out.contains("larger than 1024 KiB"), "{}", ended.out);
}
