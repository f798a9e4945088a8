//! Where there is no more room: what is written is whole or not there, and what was there is as it was.

use std::fs;
use std::path::Path;

use super::{CHECK, script, whole};
use crate::command::{Ended, folder, has, note};
use crate::deeds::files;
use crate::formats::pieces;
use crate::overlay::BASE;

const SHEET: (&str, &str) = ("sheet.csv", "Department,Task\nSales,Train the team\n");

/// What writes a plan that must not be there yet, and what writes over one.
const WRITERS: [(&str, &str); 3] = [
    ("new.yaml", "\"$1\" init new.yaml"),
    ("new.yaml", "\"$1\" import sheet.csv --output new.yaml"),
    ("plan.yaml", "\"$1\" import sheet.csv --output plan.yaml --force"),
];

fn not_written(ended: &Ended, name: &str) {
    assert_eq!(ended.code, 2, "{name}: {}{}", ended.out, ended.err);
    assert!(ended.err.contains(&format!("`{name}` cannot be written")), "{name}: {}", ended.err);
    assert!(!ended.err.contains(".launch-"), "it speaks of a file that nobody knows: {}", ended.err);
}

#[test]
fn a_report_that_may_not_grow_so_large_is_not_there() {
    if !has("sh") {
        return;
    }
    let (alone, many) = (folder(&[("plan.yaml", BASE)]), pieces::plans());
    for format in ["text", "json"] {
        // The limit is one in blocks of 512 bytes: next to nothing fits, or the first piece does.
        for (folder, blocks) in [(&alone, 1), (&many, whole(format).len() / 512 / 4 * 3)] {
            fs::write(folder.path().join("report"), "old").expect("written");
            let names = files(folder.path());
            let limited =
                format!("trap '' XFSZ; ulimit -f {blocks}; {CHECK} --format {format} --output report");
            not_written(&script(folder.path(), &limited), "report");
            assert_eq!(files(folder.path()), names, "{format}");
            assert_eq!(fs::read_to_string(folder.path().join("report")).expect("the report"), "old");
        }
    }
    // Who does not ignore the signal is ended by it, and that is no exit code of ours.
    let ended =
        script(alone.path(), &format!("ulimit -c 0; ulimit -f 1; ({CHECK} --output report); exit $?"));
    assert!(![0, 1].contains(&ended.code), "{}", ended.code);
    assert_eq!(fs::read_to_string(alone.path().join("report")).expect("the report"), "old");
}

#[test]
fn a_plan_that_may_not_grow_so_large_is_not_there() {
    if !has("sh") {
        return;
    }
    for (name, write) in WRITERS {
        let folder = folder(&[SHEET, ("plan.yaml", BASE)]);
        let names = files(folder.path());
        not_written(&script(folder.path(), &format!("trap '' XFSZ; ulimit -f 1; {write}")), name);
        assert_eq!(files(folder.path()), names, "{write}");
        assert_eq!(fs::read_to_string(folder.path().join("plan.yaml")).expect("the plan"), BASE);
        let ended = script(folder.path(), write);
        assert_eq!(ended.code, 0, "as nothing of it is there: {}{}", ended.out, ended.err);
    }
}

/// Runs a script on a disk of so many bytes that holds the folder's first file, and then is filled or not; where
/// no disk can be mounted, it is said so. What the disk holds in the end is told by what the script prints.
fn on_a_disk(around: &Path, bytes: usize, filled: bool, text: &str) -> Option<Ended> {
    let fill = if filled { "cat /dev/zero > filler 2>/dev/null" } else { ":" };
    let whole = format!(
        "command -v unshare >/dev/null || exit 99
         exec unshare -rm sh -c 'mkdir -p disk && mount -t tmpfs -o size={bytes} none disk || exit 99
         cd disk; echo old > old; {fill}; {text}; code=$?; rm -f filler; cat old; ls -A; exit $code' sh \"$1\""
    );
    let ended = script(around, &whole);
    if ended.code == 99 || ended.err.contains("unshare") {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        note(&format!("SKIPPED: {test}: no disk can be mounted here, nothing was tested"));
        return None;
    }
    Some(ended)
}

#[test]
fn a_report_on_a_full_disk_is_not_there() {
    let around = folder(&[("plan.yaml", BASE)]);
    let check = CHECK.replace("check .", "check ../plan.yaml");
    let Some(ended) = on_a_disk(around.path(), 16384, true, &format!("{check} --format json --output old"))
    else {
        return;
    };
    not_written(&ended, "old");
    assert_eq!(ended.out, "old\nold\n");
}

#[test]
fn a_report_that_fills_the_disk_is_not_there() {
    let around = pieces::plans();
    let check = CHECK.replace("check .", "check ..");
    for format in ["text", "json"] {
        let room = whole(format).len() / 4 * 3;
        let text = format!("{check} --format {format} --output old");
        let Some(ended) = on_a_disk(around.path(), room, false, &text) else { return };
        not_written(&ended, "old");
        assert_eq!(ended.out, "old\nold\n", "{format}");
    }
}

#[test]
fn a_plan_on_a_full_disk_is_not_there() {
    for (name, write) in WRITERS {
        let around = folder(&[SHEET]);
        let write = write.replace("sheet.csv", "../sheet.csv");
        let (name, write) = (name.replace("plan.yaml", "old.yaml"), write.replace("plan.yaml", "old.yaml"));
        let text = format!("ln old old.yaml; {write} >&2");
        let Some(ended) = on_a_disk(around.path(), 16384, true, &text) else { return };
        not_written(&ended, &name);
        assert_eq!(ended.out, "old\nold\nold.yaml\n", "{write}");
    }
}

/// The schema is for editors, and can be made at any time: without it the plan is written all the same.
#[test]
fn a_plan_without_its_schema_is_one() {
    let around = folder(&[]);
    let text = "rm filler; head -c 49152 /dev/zero > filler; \"$1\" init new.yaml >&2; echo $?; cat new.yaml";
    let Some(ended) = on_a_disk(around.path(), 65536, false, text) else { return };
    assert!(ended.out.starts_with("0\n"), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("stages:") && ended.out.ends_with("old\nnew.yaml\nold\n"), "{}", ended.out);
    assert!(ended.err.contains("`plan.schema.json` cannot be written"), "{}", ended.err);
    assert!(ended.err.contains("Wrote new.yaml"), "{}", ended.err);
}
