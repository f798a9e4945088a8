//! Where a report goes: a reader that leaves, an output that is closed, a disk that is full.

use super::script;
use crate::command::{folder, has, note};
use crate::overlay::{BASE, plan};

const CHECK: &str = "\"$1\" check plan.yaml --as-of 2026-05-28";

/// A plan that may go and one that may not, each with the exit code that is right for it.
fn plans() -> [(String, i32); 3] {
    let broken = format!("{BASE}stages: {{}}\n");
    [(BASE.to_owned(), 0), (plan("stages: {finance: ~, sales: ~}"), 1), (broken, 2)]
}

#[test]
fn the_exit_code_is_the_verdict_whoever_reads_the_report() {
    if !has("sh") {
        return;
    }
    for (text, right) in plans() {
        let folder = folder(&[("plan.yaml", &text)]);
        for (name, rest) in [
            ("a reader of one line", "{ $C; echo $? > code; } | head -n 1 > /dev/null"),
            ("a reader of nothing", "{ $C; echo $? > code; } | true"),
            ("a reader of one byte, JSON", "{ $C --format json; echo $? > code; } | head -c 1 > /dev/null"),
            ("nobody hears the errors", "$C > /dev/null 2>&-; echo $? > code"),
            ("errors go to a full device", "$C > /dev/null 2> /dev/full; echo $? > code"),
            ("no input", "$C < /dev/null > /dev/null; echo $? > code"),
            ("the input is closed", "$C <&- > /dev/null; echo $? > code"),
        ] {
            let ended = script(folder.path(), &rest.replace("$C", CHECK));
            let code = std::fs::read_to_string(folder.path().join("code")).expect("a code");
            assert_eq!(code.trim(), right.to_string(), "{name}: {}", ended.err);
            assert!(!ended.err.contains("panicked"), "{name}: {}", ended.err);
        }
    }
}

#[test]
fn a_report_that_cannot_be_written_is_no_verdict() {
    if !has("sh") {
        return;
    }
    for (text, _) in plans() {
        let folder = folder(&[("plan.yaml", &text)]);
        for format in ["text", "json", "sarif", "csv", "ics"] {
            let ended = script(folder.path(), &format!("{CHECK} --format {format} > /dev/full"));
            assert_eq!(ended.code, 2, "{format}: {}", ended.err);
            assert!(ended.err.contains("standard output cannot be written"), "{format}: {}", ended.err);
        }
        let both = script(folder.path(), &format!("{CHECK} > /dev/full 2>&1"));
        assert_eq!(both.code, 2);
    }
}

#[test]
fn a_closed_output_is_not_another_file() {
    if !has("sh") {
        return;
    }
    for (text, right) in plans() {
        let folder = folder(&[("plan.yaml", &text)]);
        // The next file that is opened may get the number of a closed one.
        let ended = script(folder.path(), &format!("{CHECK} >&-"));
        assert!([right, 2].contains(&ended.code), "{}: {}", ended.code, ended.err);
        let ended = script(folder.path(), &format!("{CHECK} --output report.txt <&- >&- 2>&-"));
        assert!([right, 2].contains(&ended.code), "{}", ended.code);
        assert_eq!(std::fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), text);
    }
}

#[test]
fn a_report_that_may_not_grow_so_large_is_not_there() {
    if !has("sh") {
        return;
    }
    let folder = folder(&[("plan.yaml", BASE), ("report.txt", "old")]);
    let limited = format!("trap '' XFSZ; ulimit -f 1; {CHECK} --output report.txt");
    let ended = script(folder.path(), &limited);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("`report.txt` cannot be written"), "{}", ended.err);
    // Who does not ignore the signal is ended by it, and that is no exit code of ours.
    let ended =
        script(folder.path(), &format!("ulimit -c 0; ulimit -f 1; ({CHECK} --output report.txt); exit $?"));
    assert!(![0, 1].contains(&ended.code), "{}", ended.code);
    let report = std::fs::read_to_string(folder.path().join("report.txt")).expect("the report");
    assert_eq!(report, "old");
}

#[test]
fn a_report_on_a_full_disk_is_not_there() {
    let around = folder(&[("plan.yaml", BASE)]);
    let text = format!(
        "command -v unshare >/dev/null || exit 99
         exec unshare -rm sh -c 'mkdir disk && mount -t tmpfs -o size=16k none disk || exit 99
         echo old > disk/report.json; cat /dev/zero > disk/filler 2>/dev/null
         {CHECK} --output disk/report.json; code=$?; cat disk/report.json; ls -A disk; exit $code' sh \"$1\""
    );
    let ended = script(around.path(), &text);
    if ended.code == 99 || ended.err.contains("unshare") {
        note(
            "SKIPPED: a_report_on_a_full_disk_is_not_there: no disk can be mounted here, nothing was tested",
        );
        return;
    }
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("`disk/report.json` cannot be written: "), "{}", ended.err);
    assert_eq!(ended.out, "old\nfiller\nreport.json\n");
}
