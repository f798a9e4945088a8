//! Killed at any instant, a writer leaves the old plan or the new one.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use super::start;
use crate::command::note;
use crate::deeds::Office;

/// How many writers are killed.
const KILLS: usize = 300;
/// How many lie in wait at once.
const HUNTERS: usize = 2;
/// Where each begins: the instants are as random as the machine is, all the same.
const SEEDS: [u64; HUNTERS] = [0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9];

const PLAN: &str = "launch: Small
kind: product
stages:
  build:
    owner: bea@a.example  # hers
    impact: It works
";
const POLICY: &str = "extends = \"none\"\n[stages.build]\n";
const DAYS: [&str; 2] = ["2021-05-27", "2021-05-28"];

#[derive(Default)]
struct Counts {
    old: usize,
    new: usize,
    too_late: usize,
    left_behind: usize,
}

/// Instants that nobody chose: xorshift, from a seed.
struct Instants(u64);

impl Instants {
    fn below(&mut self, limit: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        limit * u32::try_from(self.0 % 10_000).unwrap_or(0) / 10_000
    }
}

fn sign(office: &Office, day: &str) -> Child {
    start(office, &["sign", "plan.yaml", "build", "--by", "bea@a.example", "--date", day])
}

fn must_sign(office: &Office, day: &str) -> Vec<u8> {
    let output = sign(office, day).wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"], "nothing is left after a write that succeeds");
    office.bytes()
}

fn leftovers(office: &Office) -> Vec<String> {
    let known = ["plan.yaml", "launch.toml", "report.txt"];
    office.files().into_iter().filter(|name| !known.contains(&name.as_str())).collect()
}

/// Waits for a time, or until a new text stands beside the one that it replaces.
fn wait(office: &Office, child: &mut Child, pause: Option<Duration>) {
    let Some(pause) = pause else {
        while leftovers(office).is_empty() && child.try_wait().expect("it is ours").is_none() {
            std::thread::sleep(Duration::from_micros(20));
        }
        return;
    };
    std::thread::sleep(pause);
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).map_or(0, |file| file.permissions().mode() & 0o777)
}

fn hunt(kills: usize, seed: u64) -> Counts {
    let office = Office::new(PLAN, POLICY);
    std::fs::set_permissions(office.plan(), std::fs::Permissions::from_mode(0o600)).expect("ours");
    let begun = Instant::now();
    let texts = DAYS.map(|day| must_sign(&office, day));
    let mut takes = begun.elapsed() / 2;
    let mut counts = Counts::default();
    let mut instants = Instants(seed);
    let mut now = 1;
    for kill in 0..kills {
        let next = 1 - now;
        let mut child = sign(&office, DAYS[next]);
        // Anywhere in its life, towards its end, and as soon as its new text is seen.
        let pause = match kill % 3 {
            0 => Some(instants.below(takes)),
            1 => Some(takes.mul_f64(0.6) + instants.below(takes.mul_f64(0.6))),
            _ => None,
        };
        wait(&office, &mut child, pause);
        let too_late = child.try_wait().expect("it is ours").is_some();
        counts.too_late += usize::from(too_late);
        if pause.is_some() {
            // What a life takes depends on who else is at work.
            takes = takes.mul_f64(if too_late { 0.9 } else { 1.05 });
        }
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let text = office.bytes();
        let found = texts.iter().position(|known| *known == text);
        now = found.unwrap_or_else(|| {
            panic!("kill {kill}: neither old nor new:\n{}", String::from_utf8_lossy(&text))
        });
        match now == next {
            true => counts.new += 1,
            false => counts.old += 1,
        }
        assert_eq!(mode(&office.plan()), 0o600, "kill {kill}");
        let left = leftovers(&office);
        for name in &left {
            assert_eq!(mode(&office.path().join(name)) & !0o600, 0, "{name} can be read by others");
        }
        counts.left_behind += left.len();
        if !left.is_empty() {
            assert_eq!(left.len(), 1, "kill {kill}: each writer clears up after the one before");
            now = 1 - now;
            assert!(must_sign(&office, DAYS[now]) == texts[now]);
        }
    }
    must_sign(&office, DAYS[1 - now]);
    counts
}

#[test]
fn three_hundred_kills_leave_the_old_plan_or_the_new_one() {
    let hunted: Vec<Counts> = std::thread::scope(|scope| {
        let hunters: Vec<_> =
            (0..HUNTERS).map(|at| scope.spawn(move || hunt(KILLS / HUNTERS, SEEDS[at]))).collect();
        hunters.into_iter().map(|hunter| hunter.join().expect("no hunter fails")).collect()
    });
    let sum = |of: fn(&Counts) -> usize| hunted.iter().map(of).sum::<usize>();
    let (old, new) = (sum(|one| one.old), sum(|one| one.new));
    note(&format!(
        "{KILLS} kills: {old} left the old plan, {new} the new one, none anything else; {} had ended before, {} left a file behind, which the next write took away",
        sum(|one| one.too_late),
        sum(|one| one.left_behind),
    ));
    assert_eq!(old + new, KILLS);
    assert!(sum(|one| one.too_late) < KILLS, "nobody was killed");
}

fn check(office: &Office) -> Child {
    start(office, &["check", "plan.yaml", "--as-of", "2021-05-28", "--output", "report.txt"])
}

#[test]
fn what_a_killed_writer_of_a_report_leaves_the_next_takes_away() {
    let office = Office::new(PLAN, POLICY);
    let mut left = 0;
    for kill in 0..30 {
        let mut child = check(&office);
        wait(&office, &mut child, None);
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        left += leftovers(&office).len();
        assert!(leftovers(&office).len() < 2, "kill {kill}: each writer clears up after the one before");
    }
    check(&office).wait().expect("it ends");
    assert_eq!(leftovers(&office), [""; 0]);
    note(&format!(
        "30 writers of a report were killed, and left {left} files behind, which the next took away"
    ));
}

#[test]
fn what_somebody_writes_or_nobody_of_us_wrote_is_left_there() {
    let office = Office::new(PLAN, POLICY);
    let lives = office.path().join(".report.txt.launch-a1B2c3");
    let locked = std::fs::File::create(&lives).expect("it can be written");
    locked.lock().expect("nobody else has it");
    let others = [
        ".report.txt.launch-notes.txt",
        ".report.txt.launch-ab-c12",
        ".other.txt.launch-a1B2c3",
        "report.txt.launch-a1B2c3",
    ];
    for name in others {
        std::fs::write(office.path().join(name), "").expect("it can be written");
    }
    let pipe = office.path().join(".report.txt.launch-PIPE00");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
        note("SKIPPED: there is no `mkfifo`, no pipe was tested");
    }
    let before = leftovers(&office);
    check(&office).wait().expect("it ends");
    assert_eq!(leftovers(&office), before);
    drop(locked);
    check(&office).wait().expect("it ends");
    assert_eq!(leftovers(&office).len(), before.len() - 1);
    assert!(!lives.exists(), "its writer is gone");
}

#[test]
fn a_report_may_have_the_longest_name_that_there_is() {
    let office = Office::new(PLAN, POLICY);
    for name in ["r".repeat(255), "ü".repeat(127)] {
        let args = ["check", "plan.yaml", "--as-of", "2021-05-28", "--output", &format!("text={name}")];
        let ended = start(&office, &args).wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(1), "{}", String::from_utf8_lossy(&ended.stderr));
        assert!(office.path().join(name).exists());
    }
}
