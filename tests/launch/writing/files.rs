//! What a plan is in the file system: links, modes, read-only places, full disks, and what is no file.

use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use super::crowd;
use crate::command::{Ended, ends, has, note};
use crate::deeds::{DAY, Office};

const SIGN: [&str; 7] = ["sign", "plan.yaml", "s1", "--by", "p1@a.example", "--date", DAY];

fn office() -> Office {
    let (plan, policy) = crowd();
    Office::new(&plan, &policy)
}

fn sign(path: &str) -> [&str; 7] {
    let mut args = SIGN;
    args[1] = path;
    args
}

fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("ours");
}

#[test]
fn a_link_in_the_folder_stays_a_link() {
    let office = office();
    symlink("plan.yaml", office.path().join("link.yaml")).expect("a link");
    symlink(office.path().join("link.yaml"), office.path().join("link of a link.yaml")).expect("a link");
    for link in ["link.yaml", "link of a link.yaml"] {
        let before = office.bytes();
        let mut args = sign(link).to_vec();
        args.extend(["--note", link]);
        office.does(&args);
        let kind = std::fs::symlink_metadata(office.path().join(link)).expect("it is there");
        assert!(kind.is_symlink(), "{link}");
        assert!(before != office.bytes() && office.text().contains(link), "{link}");
        let here = std::fs::symlink_metadata(office.plan()).expect("the plan");
        assert!(here.is_file());
    }
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (office, other) = (office(), office());
    symlink(other.plan(), office.path().join("out.yaml")).expect("a link");
    std::fs::create_dir(office.path().join("below")).expect("a folder");
    symlink("../plan.yaml", office.path().join("below/up.yaml")).expect("a link");
    symlink("gone.yaml", office.path().join("gone link.yaml")).expect("a link");
    std::fs::copy(office.path().join("launch.toml"), office.path().join("below/launch.toml"))
        .expect("a policy");
    let before = (office.bytes(), other.bytes());
    for (link, words) in [
        ("out.yaml", "it is a link out of its folder"),
        ("below/up.yaml", "it is a link out of its folder"),
        ("gone link.yaml", "there is no such file"),
    ] {
        let ended = office.run(&sign(link));
        let said = ended.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((ended.code, said.contains(words)), (2, true), "{link}: {said}");
        assert!(before == (office.bytes(), other.bytes()), "{link}");
    }
    assert!(!office.path().join("gone.yaml").exists());
    assert_eq!(other.files(), ["launch.toml", "plan.yaml"]);
    // A folder that is a link itself is another name of the same folder.
    symlink(other.path(), office.path().join("there")).expect("a link");
    office.does(&sign("there/plan.yaml"));
    assert!(before.1 != other.bytes());
}

#[test]
fn the_mode_is_kept_whatever_the_mask() {
    if !has("sh") {
        return;
    }
    for mode in [0o600, 0o644, 0o640, 0o664, 0o666] {
        for mask in ["077", "000"] {
            let office = office();
            chmod(&office.plan(), mode);
            let mut command = Command::new("sh");
            let script = format!("umask {mask}; exec \"$@\"");
            command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_launch")]).args(SIGN);
            let ended = command.current_dir(office.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").output();
            assert!(ended.expect("it runs").status.success());
            let now = std::fs::metadata(office.plan()).expect("the plan").mode() & 0o777;
            assert_eq!(now, mode, "mask {mask}: {now:o} instead of {mode:o}");
            assert!(office.text().contains("digest:"));
        }
    }
}

#[test]
fn a_plan_that_is_read_only_is_not_written() {
    let office = office();
    let before = office.bytes();
    chmod(&office.plan(), 0o444);
    let ended = office.run(&SIGN);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("`plan.yaml` cannot be written: permission denied"), "{}", ended.err);
    assert!(ended.err.contains("the plan is as it was"), "{}", ended.err);
    assert!(before == office.bytes());
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
}

/// To root every folder is open, so that this is tried as nobody.
#[test]
fn a_folder_that_is_read_only_is_not_written() {
    let office = office();
    let is_root = std::fs::metadata(office.plan()).expect("the plan").uid() == 0;
    chmod(&office.path().join("launch.toml"), 0o644);
    chmod(&office.plan(), 0o666);
    chmod(office.path(), 0o555);
    let command = || {
        if !is_root {
            return office.command();
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_launch")]);
        command.current_dir(office.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    };
    if !command().arg("--version").output().is_ok_and(|output| output.status.success()) {
        chmod(office.path(), 0o755);
        note(
            "SKIPPED: a_folder_that_is_read_only_is_not_written: to root no folder is, and nobody else can run the binary",
        );
        return;
    }
    let before = office.bytes();
    let ended: Ended = command().args(SIGN).output().expect("it runs").into();
    chmod(office.path(), 0o755);
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("`plan.yaml` cannot be written: permission denied"), "{}", ended.err);
    assert!(before == office.bytes());
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
}

/// Runs a script in `sh` with the binary's path as its first argument.
fn script(office: &Office, program: &[&str], text: &str) -> Ended {
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).args(["sh", "-c", text, "sh", env!("CARGO_BIN_EXE_launch")]);
    command.current_dir(office.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").stdin(Stdio::null());
    command.output().expect("it runs").into()
}

#[test]
fn a_file_that_may_not_grow_so_large_is_as_it_was() {
    if !has("env") || !has("sh") {
        return;
    }
    let office = office();
    let before = office.bytes();
    let sign = SIGN.join(" ");
    let ended = script(&office, &["env"], &format!("trap '' XFSZ; ulimit -f 1; exec \"$1\" {sign}"));
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("`plan.yaml` cannot be written"), "{}", ended.err);
    assert!(before == office.bytes());
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
}

/// On a disk of its own, with room for the plan and not for another.
#[test]
fn on_a_full_disk_the_plan_is_as_it_was() {
    let office = office();
    let can =
        Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|output| output.status.success());
    if !can {
        note(
            "SKIPPED: on_a_full_disk_the_plan_is_as_it_was: no disk can be mounted here, nothing was tested",
        );
        return;
    }
    let text = format!(
        "set -e; mkdir disk; mount -t tmpfs -o size=32k none disk; cp plan.yaml launch.toml disk/; cd disk
         cat /dev/zero > filler 2>/dev/null || true
         set +e; \"$1\" {} 2>said; code=$?; set -e
         rm -f filler; ls -A > ../names; cp plan.yaml ../after.yaml; cat said >&2 2>/dev/null; exit $code",
        SIGN.join(" ")
    );
    let text = text.replace("2>said", "2>../said").replace("cat said", "cat ../said");
    let ended = script(&office, &["unshare", "-rm"], &text);
    if !office.path().join("names").exists() {
        note(
            "SKIPPED: on_a_full_disk_the_plan_is_as_it_was: no disk can be mounted here, nothing was tested",
        );
        return;
    }
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("`plan.yaml` cannot be written: "), "{}", ended.err);
    assert!(!ended.err.contains(".launch-"), "it speaks of a file that nobody knows: {}", ended.err);
    let read = |name: &str| std::fs::read_to_string(office.path().join(name)).expect("a file");
    assert_eq!(read("after.yaml"), office.text());
    assert_eq!(read("names"), "launch.toml\nplan.yaml\n");
}

#[test]
fn what_is_no_file_is_no_plan() {
    let office = office();
    std::fs::create_dir(office.path().join("folder.yaml")).expect("a folder");
    let mut names =
        vec!["folder.yaml", ".", "/dev/null", "/dev/zero", "/dev/full", "gone.yaml", "plan.yaml/x"];
    let made = Command::new("mkfifo").arg("fifo.yaml").current_dir(office.path()).status();
    if made.is_ok_and(|status| status.success()) {
        names.push("fifo.yaml");
    } else {
        note("SKIPPED: there is no `mkfifo`, no pipe was tested");
    }
    for name in names {
        let ended = ends(office.command().args(sign(name)));
        let words = format!("`{name}` cannot be read: ");
        assert_eq!((ended.code, ended.err.contains(&words)), (2, true), "{name}: {}", ended.err);
        assert!(!ended.err.contains("mend what is wrong with how it is written"), "{name}: {}", ended.err);
    }
    let fifo = std::fs::symlink_metadata(office.path().join("fifo.yaml"));
    assert!(fifo.is_ok_and(|kind| kind.file_type().is_fifo()) || !has("mkfifo"));
}
