//! Plans are written whole or not at all, by many at once, whatever happens in between.

#[cfg(unix)]
mod files;
#[cfg(unix)]
mod killed;
#[cfg(unix)]
mod meanwhile;

use std::process::{Child, Stdio};

use serde_json::Value;

use crate::command::{Ended, note};
use crate::deeds::{DAY, Office, files};

/// How many write at once.
const MANY: usize = 50;

/// Departments that wait for nobody, and hand-offs from none of those who sign.
fn crowd() -> (String, String) {
    let mut plan = String::from(
        "# fifty at once\nlaunch: Crowd\nkind: product\nowner: pat@a.example\ndates: {internal: 2021-06-01, external: 2021-06-15}\nstages:\n",
    );
    let mut policy = String::from("extends = \"none\"\n[stages.giver]\n[stages.taker]\n");
    for at in 0..MANY {
        policy.push_str(&format!(
            "[stages.s{at}]\n[handoffs.h{at}]\nfrom = \"giver\"\nto = \"taker\"\nwhat = \"Thing {at}\"\n"
        ));
        plan.push_str(&format!(
            "  s{at}:  # {at}\n    owner: p{at}@a.example\n    impact: Thing {at} works\n"
        ));
    }
    plan.push_str("  giver: {owner: gil@a.example, impact: It is given}\n  taker: {owner: tea@a.example, impact: It is taken}\nhandoffs:\n");
    for at in 0..MANY {
        plan.push_str(&format!("  h{at}:\n    sent: {{by: gil@a.example, date: 2021-05-06}}  # {at}\n"));
    }
    (plan, policy)
}

fn start(office: &Office, args: &[&str]) -> Child {
    let mut command = office.command();
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("it runs")
}

#[test]
fn fifty_at_once_lose_nothing() {
    let (plan, policy) = crowd();
    let office = Office::new(&plan, &policy);
    let running: Vec<(usize, Child)> = (0..MANY)
        .map(|at| {
            let (stage, handoff, by) = (format!("s{at}"), format!("h{at}"), format!("p{at}@a.example"));
            let child = match at % 3 {
                0 => start(&office, &["sign", "plan.yaml", &stage, "--by", &by, "--date", DAY]),
                1 => {
                    start(&office, &["accept", "plan.yaml", &handoff, "--by", "tea@a.example", "--date", DAY])
                }
                _ => start(&office, &["send", "plan.yaml", &handoff, "--by", "gil@a.example", "--date", DAY]),
            };
            (at, child)
        })
        .collect();
    let (mut done, mut told) = (0, 0);
    for (at, child) in running {
        let ended: Ended = child.wait_with_output().expect("it ends").into();
        let plan: Value = serde_yaml::from_str(&office.text()).expect("a plan at any time");
        let record = match at % 3 {
            0 => &plan["stages"][format!("s{at}")]["sign_off"]["date"],
            1 => &plan["handoffs"][format!("h{at}")]["accepted"]["date"],
            _ => &plan["handoffs"][format!("h{at}")]["sent"]["date"],
        };
        if ended.code == 0 {
            done += 1;
            assert_eq!(record, DAY, "{at} was told that it is written");
        } else {
            told += 1;
            assert_eq!(ended.code, 2, "{at}: {}", ended.err);
            assert!(ended.err.contains("run the command again"), "{at}: {}", ended.err);
            assert_ne!(record, DAY, "{at} was told that it is not written");
        }
    }
    note(&format!("{MANY} writers at once: {done} written, {told} told to try again, none lost"));
    assert!(done > 0);
    let plan: Value = serde_yaml::from_str(&office.text()).expect("a plan");
    let count = |section: &str, key: &str| {
        let things = plan[section].as_object().expect("a map").values();
        things.filter(|thing| thing[key]["date"] == DAY).count()
    };
    assert_eq!(count("stages", "sign_off") + count("handoffs", "accepted") + count("handoffs", "sent"), done);
    assert_eq!(office.files(), ["launch.toml", "plan.yaml"]);
    // Nothing but what was done has changed, and every seal holds.
    assert_eq!(office.text().matches("  # ").count(), 2 * MANY);
    let report = office.check(DAY);
    let stale =
        report["findings"].as_array().expect("a list").iter().filter(|one| one["rule"] == "stale-sign-off");
    assert_eq!(stale.count(), 0);
}

/// All want the same place: one after the other they have it, and the last one's word stands whole.
#[test]
fn many_on_one_stage_leave_one_of_theirs() {
    let (plan, policy) = crowd();
    let office = Office::new(&plan, &policy);
    let notes: Vec<String> = (0..8).map(|at| format!("said by {at}")).collect();
    let running: Vec<Child> = notes
        .iter()
        .map(|note| {
            start(
                &office,
                &["sign", "plan.yaml", "s1", "--by", "p1@a.example", "--date", DAY, "--note", note],
            )
        })
        .collect();
    let ended: Vec<Ended> =
        running.into_iter().map(|child| child.wait_with_output().expect("it ends").into()).collect();
    assert!(
        ended.iter().all(|one| one.code == 0),
        "{:?}",
        ended.iter().map(|one| &one.err).collect::<Vec<_>>()
    );
    let plan: Value = serde_yaml::from_str(&office.text()).expect("a plan");
    let left = &plan["stages"]["s1"]["sign_off"]["note"];
    assert!(notes.iter().any(|note| left == note.as_str()), "{left}");
    assert_eq!(files(office.path()), ["launch.toml", "plan.yaml"]);
}
