//! Which stage has to accept what, as every command has it: one function answers for all of them.

use launch::address::Address;
use launch::facts::Facts;
use launch::plan::handoff::HandOff;
use launch::plan::{Kind, PlanFile};
use launch::policy::Gate;
use launch::read::Given;
use launch::source::Source;
use launch::standing::{self, Standing};

use crate::command::{folder, run};
use crate::judged::judge;
use crate::overlay::{base_day, plan, policy};

const FUTURE: &str = "promises: {setup-time: {future: true}}";

/// Asks about the complete plan with a fragment laid over it.
fn asked<T>(fragment: &str, ask: impl Fn(&PlanFile, &Standing<'_>) -> T) -> T {
    let file = PlanFile::read(Source::new("plan.yaml", plan(fragment)));
    let policy = policy(Kind::Product, "");
    let standing = Standing::of(&file, &policy, &Facts::on(base_day()));
    ask(&file, &standing)
}

#[test]
fn an_address_says_which_stage_answers_for_it() {
    for (at, expected) in [
        ("stages.sales.sign_off.by", Some("sales")),
        ("handoffs.price-list", Some("sales")),
        ("handoffs.price-list.sent.by", Some("finance")),
        ("handoffs.price-list.accepted.by", Some("sales")),
        ("promises.setup-time", Some("operations")),
        ("promises.setup-time.accepted.by", Some("operations")),
        ("promises.setup-time.also_accepted", Some("finance")),
        ("promises.setup-time.also_accepted.0.by", Some("finance")),
        ("loads.new-customers.accepted", Some("operations")),
        ("incentives.commission", Some("customer-service")),
        ("incentives.commission.accepted.by", Some("customer-service")),
        ("stages.sails", None),
        ("handoffs.nothing", None),
        ("promises.nothing.also_accepted", None),
        ("loads.nothing", None),
        ("incentives.nothing", None),
        ("goals.activation", None),
        ("owner", None),
        ("", None),
    ] {
        let answers = asked("", |file, standing| {
            standing::answers_for(&file.plan, standing, &Address::new(at)).map(str::to_owned)
        });
        assert_eq!(answers.as_deref(), expected, "{at}");
    }
}

#[test]
fn a_hand_off_is_asked_for_by_the_gate_of_whoever_it_goes_to() {
    let own = "handoffs: {own: {from: product, to: @, what: The new machines}}";
    for (to, id, gate) in [
        ("marketing", "price-list", Some(Gate::External)),
        ("marketing", "demand-forecast", Some(Gate::Internal)),
        ("marketing", "own", Some(Gate::External)),
        ("operations", "own", Some(Gate::Internal)),
        ("TBD", "own", None),
    ] {
        let known = asked(&own.replace('@', to), |_, standing| standing.handoff(id).map(|own| own.gate));
        assert_eq!(known, gate, "{id} to {to}");
    }
    let policy = policy(Kind::Product, "");
    let planned = HandOff { to: Given::Value("marketing".to_owned()), ..HandOff::default() };
    assert_eq!(policy.receiver("own", Some(&planned)), Some("marketing"));
    assert_eq!(policy.receiver("demand-forecast", Some(&planned)), Some("operations"));
    assert_eq!(policy.receiver("own", None), None);
    assert_eq!(policy.gate_of(None), Gate::Internal, "what nobody says whom it concerns is for the first");
}

#[test]
fn a_thing_is_between_stages_and_each_is_named_once() {
    let own = "promises: {setup-time: {kept_by: sales}}";
    for (fragment, at, expected) in [
        ("", "stages.sales", "sales"),
        ("", "handoffs.price-list.sent", "finance sales"),
        ("", "promises.setup-time", "sales operations"),
        (FUTURE, "promises.setup-time", "sales operations finance"),
        (own, "promises.setup-time", "sales"),
        ("", "loads.new-customers.accepted", "sales operations"),
        ("", "incentives.commission", "sales customer-service"),
        ("", "needs.see-hours", "customer product"),
        ("", "dates.external", ""),
    ] {
        let between = asked(fragment, |file, standing| {
            standing::between(&file.plan, standing, &Address::new(at)).join(" ")
        });
        assert_eq!(between, expected, "{fragment} {at}");
    }
}

#[test]
fn whoever_has_to_accept_is_told_of_it() {
    let yes = |date: &str| format!("{{by: omar@acme.example, date: {date}}}");
    for (fragment, finding, owner) in [
        (FUTURE.to_owned(), "unaccepted-promise promises.setup-time", "fay"),
        (
            format!("promises: {{setup-time: {{future: true, also_accepted: [{}]}}}}", yes("2026-05-06")),
            "unentitled-signer promises.setup-time",
            "fay",
        ),
        (
            format!("incentives: {{commission: {{accepted: {}}}}}", yes("2026-05-06")),
            "unentitled-signer incentives.commission",
            "cora",
        ),
        (
            format!("promises: {{setup-time: {{also_accepted: [{}]}}}}", yes("2026-07-01")),
            "future-sign-off promises.setup-time",
            "fay",
        ),
        (
            format!("loads: {{new-customers: {{accepted: {}}}}}", yes("2026-07-01")),
            "future-sign-off loads.new-customers",
            "omar",
        ),
        (
            format!("incentives: {{commission: {{accepted: {}}}}}", yes("2026-07-01")),
            "future-sign-off incentives.commission",
            "cora",
        ),
        (
            "promises: {setup-time: {future: true, also_accepted: [{by: TBD, date: 2026-05-06}]}}".to_owned(),
            "placeholder promises.setup-time.also_accepted.0.by",
            "fay",
        ),
        (
            "incentives: {commission: {accepted: {by: TBD, date: 2026-05-06}}}".to_owned(),
            "placeholder incentives.commission.accepted.by",
            "cora",
        ),
        (
            "promises: {setup-time: {accepted: {by: TBD, date: 2026-05-06}}}".to_owned(),
            "placeholder promises.setup-time.accepted.by",
            "omar",
        ),
        ("promises: {setup-time: {claim: TBD}}".to_owned(), "placeholder promises.setup-time.claim", "sam"),
    ] {
        let told = judge(&fragment, "").of_finding(finding, "owner");
        assert_eq!(told.as_str(), Some(format!("{owner}@acme.example").as_str()), "{finding}: {fragment}");
    }
}

/// What is shown beside a finding is the very acceptance that is wrong.
#[test]
fn the_acceptance_beside_the_keepers_is_pointed_at() {
    let wrong = "also_accepted: [{by: fay@acme.example, date: 2026-07-01}]";
    let text = plan(&format!("promises: {{setup-time: {{future: true, {wrong}}}}}"));
    let line = text.lines().position(|line| line.contains("2026-07-01")).expect("a line") + 1;
    let folder = folder(&[("plan.yaml", &text)]);
    let ended = run(folder.path(), &["check", "plan.yaml", "--as-of", "2026-05-28"]);
    let pointed = ended.out.lines().skip_while(|one| !one.contains(&format!("::: plan.yaml:{line}:")));
    let underlined = pointed.take(4).any(|one| one.contains("this date"));
    assert!(underlined, "line {line}:\n{}", ended.out);
}

#[test]
fn what_finance_has_to_accept_is_on_its_list() {
    let keeper = "promises: {setup-time: {future: true, accepted: ~}}";
    let folder = folder(&[("plan.yaml", &plan(keeper))]);
    for (stage, expected) in [
        ("finance", "accept the promise `setup-time` for finance"),
        ("operations", "accept the promise `setup-time` for operations"),
    ] {
        let ended = run(folder.path(), &["next", "plan.yaml", "--as-of", "2026-05-28", "--for", stage]);
        let others = ["finance", "operations"].iter().filter(|other| **other != stage);
        assert!(ended.out.contains(expected), "{stage}: {}{}", ended.out, ended.err);
        for other in others {
            assert!(!ended.out.contains(&format!("for {other}, or say")), "{stage}: {}", ended.out);
        }
    }
}

#[test]
fn what_finance_keeps_it_accepts_once() {
    let kept = |accepted: &str| {
        judge(
            &format!("promises: {{setup-time: {{future: true, kept_by: finance, accepted: {accepted}}}}}"),
            "",
        )
    };
    assert_eq!(kept("{by: fay@acme.example}").found(), Vec::<String>::new());
    for nobody in ["~", "{by: omar@acme.example}"] {
        assert!(
            kept(nobody).found().contains(&"unaccepted-promise promises.setup-time".to_owned()),
            "{nobody}"
        );
    }
    assert_eq!(judge(FUTURE, "").found(), ["unaccepted-promise promises.setup-time"], "kept by operations");
}
