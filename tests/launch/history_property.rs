//! Any history, with its branches, merges and renames, against a second way to find who introduced what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use launch::git::Id;
use launch::history::{History, Introduced};
use proptest::prelude::*;

use crate::history::plan;
use crate::repository::{self, Repo};

/// A commit: which commits before it are its parents, the file's name, and the marks in it.
#[derive(Clone, Debug)]
struct Made {
    parents: Vec<usize>,
    name: &'static str,
    marks: u8,
}

const MARKS: [&str; 3] = ["omar", "fay", "sam"];

fn histories() -> impl Strategy<Value = Vec<Made>> {
    let one =
        (any::<[u8; 3]>(), 1..=3_usize, prop_oneof![3 => Just(None), 1 => Just(Some(())),], 0..8_u8, 0..4_u8);
    prop::collection::vec(one, 1..24).prop_map(|all| {
        let mut made: Vec<Made> = Vec::new();
        for (number, (picks, count, renames, marks, keeps)) in all.into_iter().enumerate() {
            // Mostly one parent, and that the last commit, so that lines grow.
            let count = if keeps == 0 { count } else { 1 };
            let near = |pick: u8| (number > 0).then(|| number - 1 - usize::from(pick) % number.min(4));
            let mut parents: Vec<usize> = picks[..count].iter().filter_map(|pick| near(*pick)).collect();
            parents.sort_unstable();
            parents.dedup();
            let first = parents.first().map(|parent| made[*parent].clone());
            let old = first.as_ref().map_or("a.yaml", |first| first.name);
            let name = match (renames, old) {
                (None, old) => old,
                (Some(()), "a.yaml") => "b.yaml",
                (Some(()), _) => "a.yaml",
            };
            let marks = if keeps == 1 { first.map_or(marks, |first| first.marks) } else { marks };
            made.push(Made { parents, name, marks });
        }
        made
    })
}

fn text(made: &Made) -> String {
    let marks = MARKS.iter().enumerate().filter(|(bit, _)| made.marks & (1 << bit) != 0);
    plan(&marks.map(|(_, mark)| *mark).collect::<Vec<_>>())
}

/// Makes the commits, all of them at once; the dates are no help.
fn build(repo: &Repo, made: &[Made]) -> Vec<Id> {
    let mut stream = String::new();
    for (number, commit) in made.iter().enumerate() {
        let date = 1_777_000_000 + (number * 7_919) % 5_000;
        let text = text(commit);
        let _ = writeln!(stream, "commit refs/heads/made\nmark :{}", number + 1);
        let _ = writeln!(stream, "author A <{number}@acme.example> {date} +0200");
        let _ = writeln!(stream, "committer A <{number}@acme.example> {date} +0200\ndata 1\nx");
        for (nth, parent) in commit.parents.iter().enumerate() {
            let _ = writeln!(stream, "{} :{}", if nth == 0 { "from" } else { "merge" }, parent + 1);
        }
        if commit.parents.is_empty() && number > 0 {
            let _ = writeln!(stream, "from 0000000000000000000000000000000000000000");
        }
        let _ = writeln!(stream, "deleteall\nM 100644 inline {}\ndata {}\n{text}", commit.name, text.len());
        let _ = writeln!(stream, "M 100644 inline other\ndata 4\n{number:04}");
    }
    let marks = repo.around.path().join("marks");
    let mut command = repository::git(&repo.path(""));
    command.args(["fast-import", "--quiet", "--force"]).arg(format!("--export-marks={}", marks.display()));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    child.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("written");
    repository::done(child.wait_with_output().expect("it ends"));
    let ids: BTreeMap<usize, Id> = std::fs::read_to_string(marks)
        .expect("the marks")
        .lines()
        .map(|line| {
            let (mark, id) = line[1..].split_once(' ').expect("a mark");
            (mark.parse().expect("a number"), Id::parse(id).expect("an id"))
        })
        .collect();
    ids.into_values().collect()
}

/// The commits that introduced a mark: of a parent that has the same file, that parent's; otherwise
/// those of all parents that have the mark; otherwise the commit itself.
fn origins(made: &[Made], at: usize, bit: u8, found: &mut BTreeSet<usize>) {
    let parents = &made[at].parents;
    let same =
        |parent: &&usize| made[**parent].name == made[at].name && made[**parent].marks == made[at].marks;
    if let Some(same) = parents.iter().find(same) {
        return origins(made, *same, bit, found);
    }
    let with: Vec<usize> = parents.iter().copied().filter(|parent| made[*parent].marks & bit != 0).collect();
    if with.is_empty() {
        found.insert(at);
    }
    for parent in with {
        origins(made, parent, bit, found);
    }
}

/// As [`origins`], where only first parents count.
fn origin_on_the_branch(made: &[Made], at: usize, bit: u8) -> usize {
    match made[at].parents.first() {
        Some(parent) if made[*parent].marks & bit != 0 => origin_on_the_branch(made, *parent, bit),
        _ => at,
    }
}

/// The commits that are said to have introduced a mark.
fn found(history: &History, mark: &str, ids: &[Id]) -> BTreeSet<usize> {
    let line = format!("sign_off: {mark}\n");
    match history.introduced(|text| Some(String::from_utf8_lossy(text).contains(&line))) {
        Introduced::By(versions) => {
            let number = |id: &Id| ids.iter().position(|known| known == id).expect("one of them");
            versions.iter().map(|version| number(&version.commit)).collect()
        }
        Introduced::Nobody => BTreeSet::new(),
        Introduced::Unknown(why) => panic!("{why}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn who_introduced_what_is_found_in_any_history(made in histories()) {
        let Some(repo) = Repo::new() else { return Ok(()) };
        let ids = build(&repo, &made);
        let last = made.len() - 1;
        repo.git(&["checkout", "-q", "--detach", ids[last].as_str()]);
        let history = repo.history(made[last].name);
        prop_assert_eq!(&history.complete, &Ok(()));
        prop_assert!(history.is_committed(text(&made[last]).as_bytes()).expect("an answer"));
        let main = History::mainline(&repo.read(), &repo.path(made[last].name)).expect("a history");
        for (bit, mark) in MARKS.iter().enumerate() {
            let bit = 1 << bit;
            let (mut all, mut own) = (BTreeSet::new(), BTreeSet::new());
            if made[last].marks & bit != 0 {
                origins(&made, last, bit, &mut all);
                own.insert(origin_on_the_branch(&made, last, bit));
            }
            prop_assert_eq!(found(&history, mark, &ids), all, "{}", mark);
            prop_assert_eq!(found(&main, mark, &ids), own, "{} on the branch", mark);
        }
        for (nth, version) in history.versions.iter().enumerate() {
            let later = |before: &launch::history::Version| {
                history.versions.iter().position(|known| known.commit == before.commit && known.path == before.path) > Some(nth)
            };
            prop_assert!(history.before(version).all(later), "none comes before one that follows it");
        }
    }
}
