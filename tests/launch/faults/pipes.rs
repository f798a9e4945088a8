//! Where a report goes: a reader that leaves, an output that is closed, a pipe that nobody reads.

use std::fs;
use std::path::Path;

use super::{CHECK, script, whole};
use crate::command::{Ended, folder, has};
use crate::formats::pieces;
use crate::overlay::{BASE, plan};

/// A plan that may go, one that may not and one that is none, each with the exit code that is right for it.
fn alone() -> [(tempfile::TempDir, i32); 3] {
    let broken = format!("{BASE}stages: {{}}\n");
    let alone = [(BASE, 0), (&plan("stages: {finance: ~, sales: ~}"), 1), (&broken, 2)];
    alone.map(|(text, right)| (folder(&[("plan.yaml", text)]), right))
}

#[test]
fn the_exit_code_is_the_verdict_whoever_reads_the_report() {
    if !has("sh") {
        return;
    }
    let leaving = [
        ("a reader of one line", "{ $C; echo $? > code; } | head -n 1 > /dev/null"),
        ("a reader of nothing", "{ $C; echo $? > code; } | true"),
        ("a reader of one byte, JSON", "{ $C --format json; echo $? > code; } | head -c 1 > /dev/null"),
    ];
    let closed = [
        ("nobody hears the errors", "$C > /dev/null 2>&-; echo $? > code"),
        ("errors go to a full device", "$C > /dev/null 2> /dev/full; echo $? > code"),
        ("no input", "$C < /dev/null > /dev/null; echo $? > code"),
        ("the input is closed", "$C <&- > /dev/null; echo $? > code"),
    ];
    let all = [&leaving[..], &closed].concat();
    let each = alone().map(|(folder, right)| (folder, right, all.clone()));
    for (folder, right, cases) in each.into_iter().chain([(pieces::plans(), 1, leaving.to_vec())]) {
        for (name, rest) in cases {
            let ended = script(folder.path(), &rest.replace("$C", CHECK));
            let code = fs::read_to_string(folder.path().join("code")).expect("a code");
            assert_eq!(code.trim(), right.to_string(), "{name}: {}", ended.err);
            assert!(!ended.err.contains("panicked"), "{name}: {}", ended.err);
        }
    }
}

/// By then one piece is read, and the next is on its way.
#[test]
fn a_reader_may_leave_in_the_middle_of_the_second_piece() {
    if !has("sh") {
        return;
    }
    let folder = pieces::plans();
    for format in ["text", "json"] {
        let whole = whole(format);
        let read = whole.len() / 4 * 3;
        let text = format!("{{ {CHECK} --format {format}; echo $? > code; }} | head -c {read} > got");
        let ended = script(folder.path(), &text);
        let got = fs::read(folder.path().join("got")).expect("what was read");
        assert!(got == whole.as_bytes()[..read], "{format}: {} bytes", got.len());
        assert_eq!(fs::read_to_string(folder.path().join("code")).expect("a code"), "1\n", "{}", ended.err);
        assert_eq!(ended.err, "");
    }
}

#[test]
fn a_report_that_cannot_be_written_is_no_verdict() {
    if !has("sh") {
        return;
    }
    let every = &["text", "json", "sarif", "csv", "ics"][..];
    let alone = alone().map(|(folder, _)| (folder, every));
    for (folder, formats) in alone.into_iter().chain([(pieces::plans(), &every[..2])]) {
        for format in formats {
            let ended = script(folder.path(), &format!("{CHECK} --format {format} > /dev/full"));
            assert_eq!(ended.code, 2, "{format}: {}", ended.err);
            assert!(ended.err.contains("standard output cannot be written"), "{format}: {}", ended.err);
            let ended = script(folder.path(), &format!("{CHECK} --format {format} --output /dev/full"));
            assert_eq!(ended.code, 2, "{format}: {}", ended.err);
            assert!(ended.err.contains("`/dev/full` cannot be written"), "{format}: {}", ended.err);
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
    for (folder, right) in alone() {
        let plan = folder.path().join("plan.yaml");
        let text = fs::read(&plan).expect("the plan");
        // The next file that is opened may get the number of a closed one.
        let ended = script(folder.path(), &format!("{CHECK} >&-"));
        assert!([right, 2].contains(&ended.code), "{}: {}", ended.code, ended.err);
        let ended = script(folder.path(), &format!("{CHECK} --output report.txt <&- >&- 2>&-"));
        assert!([right, 2].contains(&ended.code), "{}", ended.code);
        assert!(fs::read(&plan).expect("the plan") == text);
    }
}

/// A folder of plans with a pipe, and a link to it; none where none can be made.
fn piped(folder: tempfile::TempDir) -> Option<tempfile::TempDir> {
    (has("sh") && has("mkfifo")).then(|| {
        assert_eq!(script(folder.path(), "mkfifo pipe; ln -s pipe link").code, 0);
        folder
    })
}

fn unread(ended: &Ended, name: &str) {
    assert_eq!(ended.code, 2, "{name}: {}{}", ended.out, ended.err);
    let words = format!("`{name}` cannot be written: it is a pipe, and nobody reads from it");
    assert!(ended.err.contains(&words), "{name}: {}", ended.err);
}

#[test]
fn a_pipe_that_nobody_reads_is_not_waited_for() {
    let Some(folder) = piped(folder(&[("plan.yaml", BASE)])) else { return };
    for (name, format) in [("pipe", "text"), ("pipe", "json"), ("link", "csv")] {
        unread(&script(folder.path(), &format!("{CHECK} --format {format} --output {name}")), name);
    }
    for name in ["pipe", "link"] {
        unread(&script(folder.path(), &format!("GITHUB_STEP_SUMMARY={name} {CHECK} --format github")), name);
    }
    let import = "printf 'Department,Task\\nSales,Train\\n' > sheet.csv; mkfifo new.yaml
                  \"$1\" import sheet.csv --output new.yaml --force";
    unread(&script(folder.path(), import), "new.yaml");
}

/// Its reader takes its time, and what is written is many times what a pipe holds.
#[test]
fn a_pipe_that_is_read_gets_the_whole_report() {
    let Some(folder) = piped(pieces::plans()) else { return };
    for (name, format) in [("pipe", "text"), ("link", "json")] {
        let whole = whole(format);
        assert!(whole.len() > 4 * 65_536, "{format}: {} bytes", whole.len());
        // The shell opens it to write as well, so that the reader has it before there is a report.
        let text = format!(
            "{{ sleep 0.2; cat pipe > got; }} & exec 3<> pipe
             {CHECK} --format {format} --output {name}; code=$?; exec 3>&-; wait; exit $code"
        );
        let ended = script(folder.path(), &text);
        assert_eq!(ended.code, 1, "{format} {name}: {}", ended.err);
        let got = fs::read_to_string(folder.path().join("got")).expect("what was read");
        assert!(got == whole, "{format} {name}: {} bytes instead of {}", got.len(), whole.len());
    }
}

#[test]
fn a_pipe_without_a_name_gets_the_whole_report() {
    if !has("sh") || !Path::new("/dev/fd").exists() {
        return;
    }
    let folder = pieces::plans();
    let whole = whole("json");
    // As a shell's `>(cat)` is handed over.
    let text = format!(
        "{{ {CHECK} --format json --output /dev/fd/4 4>&1; echo $? > code; }} | {{ sleep 0.2; cat; }}"
    );
    let ended = script(folder.path(), &text);
    assert_eq!(fs::read_to_string(folder.path().join("code")).expect("a code"), "1\n", "{}", ended.err);
    assert!(ended.out == whole, "{} bytes instead of {}: {}", ended.out.len(), whole.len(), ended.err);
}

#[test]
fn what_is_written_and_cannot_be_told_is_said_to_be_written() {
    if !has("sh") {
        return;
    }
    let deed = "accept plan.yaml promises.setup-time --by omar@acme.example --date 2026-05-28 --force";
    let cases = [
        (deed, "`plan.yaml` was written, but that cannot be told: standard output cannot be written"),
        (
            "init new.yaml",
            "`new.yaml` was written, but that cannot be told: standard output cannot be written",
        ),
        ("man --output manual", "`manual` was written, but that cannot be told: standard output"),
        ("verify plan.yaml --extract proof", "`proof` was written, but that cannot be told: standard output"),
    ];
    for (args, told) in cases {
        let folder = folder(&[("plan.yaml", BASE), ("launch.toml", include_str!("../../base.toml"))]);
        let before = fs::read_dir(folder.path()).expect("a folder").count();
        let ended = script(folder.path(), &format!("\"$1\" {args} > /dev/full"));
        assert!(ended.code == 2 && ended.err.contains(told), "{args}: {}", ended.err);
        let after = fs::read_dir(folder.path()).expect("a folder").count();
        let plan = fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan");
        assert!(after > before || plan != BASE, "{args} wrote nothing");
    }
    let folder = folder(&[("plan.yaml", BASE)]);
    let ended = script(folder.path(), &format!("\"$1\" {deed} --dry-run > /dev/full"));
    assert!(ended.code == 2 && !ended.err.contains("was written"), "{}", ended.err);
}
