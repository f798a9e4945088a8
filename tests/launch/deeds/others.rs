//! What is said in somebody else's place: a no, open conditions, a condition that is met, an acceptance.

use super::{DAY, Office, complete};
use crate::judged::ROSTER;

/// Two who may sign for finance, of whom one is enough.
const TWO: &str = "\"fred@acme.example\" = { stages = [\"finance\"] }\n";
const FAY: &str = "by: fay@acme.example, date: 2021-05-20";

fn office(sign_off: &str, more: &str) -> Office {
    Office::complete(&format!("stages: {{finance: {{sign_off: {{{sign_off}}}}}}}\n{more}"), TWO)
}

fn condition(covers: &str) -> String {
    format!(
        "{FAY}, verdict: conditions, conditions: {{kit: {{what: Print the kit, owner: mia@acme.example, \
         due: 2099-06-10, risk_accepted_by: lea@acme.example{covers}}}}}"
    )
}

#[test]
fn nobody_takes_back_what_somebody_else_said() {
    let no = format!("{FAY}, verdict: no-go, note: The trial invoice was wrong");
    let said = "fay@acme.example said no-go for finance on 2021-05-20: The trial invoice was wrong; only fay";
    let open = "fay@acme.example signed under open conditions (kit) for finance on 2021-05-20; only fay";
    for (sign_off, reason, verdict) in [(no, said, "no-go"), (condition(""), open, "go-with-conditions")] {
        let office = office(&sign_off, "");
        office.not_on("fred", "2021-05-21", &["sign", "plan.yaml", "finance"], &[reason]);
        // Forced, it stands beside the other, which still counts.
        office.does(&[
            "sign",
            "plan.yaml",
            "finance",
            "--by",
            "fred@acme.example",
            "--date",
            "2021-05-20",
            "--force",
        ]);
        assert_eq!(office.read("/stages/finance/sign_off/0/by"), "fay@acme.example");
        assert_eq!(office.read("/stages/finance/sign_off/1/by"), "fred@acme.example");
        assert_eq!(office.verdict(), verdict);
        office.on("fay", "2021-05-22", &["unsign", "plan.yaml", "finance"]);
        assert_ne!(office.verdict(), verdict, "whoever said it takes it back");
    }
}

#[test]
fn whose_sign_off_gives_way_is_said() {
    let office = office(FAY, "");
    let said = office.on("fred", "2021-05-20", &["sign", "plan.yaml", "finance"]);
    assert!(said.contains("it takes the place of fay@acme.example's sign-off of 2021-05-20"), "{said}");
    let said = office.on("fred", "2021-05-20", &["sign", "plan.yaml", "finance"]);
    assert!(!said.contains("takes the place"), "{said}");
}

#[test]
fn whose_a_deed_is_is_said_with_every_refusal() {
    let conditions =
        format!("stages: {{finance: {{sign_off: {{{}}}}}, marketing: {{sign_off: ~}}}}", condition(""));
    let open = format!("{conditions}\nhandoffs: {{price-list: {{accepted: ~}}, message-kit: ~}}");
    let cases: [(&[&str], &str, &str); 8] = [
        (&["sign", "plan.yaml", "marketing"], "marketing", "mia"),
        (&["send", "plan.yaml", "message-kit"], "marketing", "mia"),
        (&["accept", "plan.yaml", "price-list"], "sales", "sam"),
        (&["accept", "plan.yaml", "promises.setup-time"], "operations", "omar"),
        (&["accept", "plan.yaml", "loads.new-customers"], "operations", "omar"),
        (&["accept", "plan.yaml", "incentives.commission"], "customer-service", "cora"),
        (&["return", "plan.yaml", "price-list", "--why", "No June"], "sales", "sam"),
        (&["meet", "plan.yaml", "finance", "kit"], "mia@acme.example's to meet", "mia"),
    ];
    for policy in [ROSTER, ""] {
        let office = Office::new(&complete(&open), policy);
        for (args, stage, them) in cases {
            let them = format!("{them}@acme.example");
            let said = office.not_on("zoe", DAY, args, &[]);
            let hint = format!("hint: have {them} do this, or record what they said with `--by {them}`\n");
            assert!(said.ends_with(&hint), "{args:?}: {said}");
            assert_eq!(said.matches("\n  - ").count(), 1, "{args:?}: {said}");
            let why =
                if args[0] == "meet" || policy.is_empty() { stage } else { "is not on the policy's roster" };
            assert!(said.contains(why), "{args:?}: {said}");
        }
        // Where more speaks against it, doing it in their place is not enough. Without a roster no rule is broken.
        let office = Office::new(&complete("handoffs: {price-list: ~}"), policy);
        let accept = ["accept", "plan.yaml", "price-list"];
        let said = office.not_on("zoe", DAY, &accept, &["finance has not sent `price-list` yet"]);
        let unsettled = "hint: settle this first; `--force` writes it all the same, and the check reports what of it \
                         breaks a rule\n";
        assert!(said.ends_with(unsettled), "{said}");
    }
    // Nobody is asked for a stage that the policy does without.
    for policy in [ROSTER, ""] {
        let without = format!("without = [\"stages.customer-service\"]\n{policy}");
        let office = Office::new(&complete("incentives: {commission: {accepted: ~}}"), &without);
        office.on("lea", DAY, &["accept", "plan.yaml", "incentives.commission"]);
    }
}

/// Where an open ask of finance is covered by the condition that fay signed under.
fn covered() -> Office {
    let sign_off = condition(", covers: [stages.finance.asks.billing]");
    Office::complete(
        &format!("stages: {{finance: {{asks: {{billing: open}}, sign_off: {{{sign_off}}}}}}}"),
        "",
    )
}

const SIGN: [&str; 3] = ["sign", "plan.yaml", "finance"];

#[test]
fn what_the_own_last_word_covers_stays_covered_by_the_next() {
    let office = covered();
    assert_eq!(office.verdict(), "go-with-conditions");
    office.on("fay", "2021-05-20", &SIGN);
    assert_eq!(office.verdict(), "go-with-conditions");
    let go = [&SIGN[..], &["--verdict", "go"]].concat();
    office.not_on("fay", "2021-05-20", &go, &["open: answer `billing`"]);
}

#[test]
fn open_conditions_stay_when_whoever_signed_under_them_signs_again() {
    let kit = "`kit`: Print the kit; mia@acme.example, due 2099-06-10";
    let what = "/stages/finance/sign_off/conditions/kit/what";
    let office = office(&condition(""), "");
    for (more, verdict) in
        [(&[][..], "go-with-conditions"), (&["--verdict", "no-go"], "no-go"), (&[], "go-with-conditions")]
    {
        let said = office.on("fay", "2021-05-21", &[&SIGN[..], more].concat());
        assert!(said.contains(&format!("stays open {kit}")), "{said}");
        assert_eq!((office.read(what).as_str(), office.verdict().as_str()), (Some("Print the kit"), verdict));
    }
    // What is asked for now comes beside it, or in its place where it has its name.
    let asked =
        |what: &str, due: &str| format!("{what}; owner mia@acme.example; due {due}; risk lea@acme.example");
    let beside =
        office.on("fay", "2021-05-21", &[&SIGN[..], &["--condition", &asked("Ring", "2099-06-11")]].concat());
    assert!(beside.contains(&format!("stays open {kit}")) && !beside.contains("drops"), "{beside}");
    let later =
        office.on("fay", "2021-05-21", &[&SIGN[..], &["--condition", &asked("Ring", "2099-07-11")]].concat());
    let earlier = "drops      `ring`: Ring; mia@acme.example, due 2099-06-11 (asked for anew)";
    assert!(later.contains(&format!("stays open {kit}")) && later.contains(earlier), "{later}");
    assert_eq!(office.read("/stages/finance/sign_off/conditions/ring/due"), "2099-07-11");
    office.on("mia", DAY, &["meet", "plan.yaml", "finance", "ring"]);
    office.on("mia", DAY, &["meet", "plan.yaml", "finance", "kit"]);
    let said = office.on("fay", "2021-05-21", &SIGN);
    assert!(!said.contains("stays open"), "what is met is over: {said}");
    assert_eq!(office.verdict(), "go");
}

#[test]
fn an_open_condition_goes_when_that_is_said_and_is_named() {
    let kit = "`kit`: Print the kit; mia@acme.example, due 2099-06-10";
    let go = [&SIGN[..], &["--verdict", "go"]].concat();
    let office = office(&condition(""), "");
    office.not_on("fay", "2021-05-21", &go, &[kit, "leave out `--verdict go` and it stays open"]);
    let said = office.on("fay", "2021-05-21", &[&SIGN[..], &["--force"]].concat());
    assert!(said.contains(&format!("stays open {kit}")), "forced for another reason: {said}");
    let said = office.on("fay", "2021-05-21", &[&go[..], &["--force"]].concat());
    assert!(said.contains(&format!("drops      {kit}")), "{said}");
    assert_eq!(office.verdict(), "go");
    let office = self::office(&condition(""), "");
    let said = office.on("fay", "2021-05-21", &["unsign", "plan.yaml", "finance"]);
    assert!(said.contains(&format!("drops      {kit}")), "{said}");
}

#[test]
fn a_condition_is_met_by_those_it_concerns_and_once() {
    let meet = ["meet", "plan.yaml", "finance", "kit"];
    let office = office(&condition(""), "");
    office.not_on(
        "sam",
        DAY,
        &meet,
        &["`kit` is mia@acme.example's to meet, and sam@acme.example is somebody else"],
    );
    office.not_on("mia", "2021-05-19", &meet, &["2021-05-19 is before 2021-05-20, when `kit` was asked for"]);
    for who in ["mia", "fay", "lea", "priya", "fred"] {
        office.does(
            &[&meet[..], &["--dry-run", "--date", DAY, "--by", &format!("{who}@acme.example")]].concat(),
        );
    }
    let said = office.on("mia", DAY, &meet);
    assert!(said.contains("verdict    GO, and was GO WITH CONDITIONS"), "{said}");
    office.not_on("mia", DAY, &meet, &["`kit` is met already: mia@acme.example saw to it on 2021-05-28"]);
}

#[test]
fn of_conditions_that_are_named_alike_the_own_one_is_met_or_the_one_that_an_address_names() {
    let kit = |who: &str, owner: &str| {
        format!(
            "{{by: {who}@acme.example, date: 2021-05-20, verdict: conditions, conditions: {{kit: {{what: Print \
             the kit, owner: {owner}@acme.example, due: 2099-06-10, risk_accepted_by: lea@acme.example}}}}}}"
        )
    };
    let office = |[first, second]: [&str; 2]| {
        let sign_offs = [kit("fay", first), kit("fred", second)].join(", ");
        let policy = format!("{TWO}[stages.finance]\nsignatures = 2\n");
        Office::complete(&format!("stages: {{finance: {{sign_off: [{sign_offs}]}}}}"), &policy)
    };
    let met = |office: &Office| {
        [0, 1].map(|at| !office.read(&format!("/stages/finance/sign_off/{at}/conditions/kit/met")).is_null())
    };
    let [first, second] = [0, 1].map(|at| format!("stages.finance.sign_off.{at}.conditions.kit"));
    let owners = ["fay", "fred"];
    let cases = [
        (owners, "fred", "kit", [false, true]),
        (owners, "fay", "kit", [true, false]),
        (owners, "fred", second.as_str(), [false, true]),
        (owners, "fay", second.as_str(), [false, true]),
        (owners, "priya", first.as_str(), [true, false]),
        (["fay", "mia"], "mia", "kit", [false, true]),
        (["fay", "fay"], "fay", "kit", [true, false]),
    ];
    for (owners, who, condition, expected) in cases {
        let office = office(owners);
        office.on(who, DAY, &["meet", "plan.yaml", "finance", condition]);
        assert_eq!(met(&office), expected, "{who}: {condition}");
    }
    let unclear = format!(
        "finance signed 2 times under a condition `kit` hint: name the one that is meant by its address: \
         `{first}` (fay@acme.example signed) or `{second}` (fred@acme.example signed)"
    );
    // Fay, in the last, signed one of them and is to meet the other.
    for (owners, who) in [(owners, "lea"), (["mia", "mia"], "mia"), (["mia", "fay"], "fay")] {
        office(owners).not_on(who, DAY, &["meet", "plan.yaml", "finance", "kit"], &[&unclear]);
    }
    let office = office(owners);
    let nowhere = ["meet", "plan.yaml", "finance", "stages.finance.sign_off.2.conditions.kit"];
    office.not_on("fay", DAY, &nowhere, &[&format!("did you mean `{first}` or `{second}`?")]);
    let next = office.does(&["next", "plan.yaml", "--as-of", DAY]);
    for address in [&first, &second] {
        assert!(next.contains(&format!("launch meet plan.yaml finance {address}")), "{next}");
    }
    office.on("fred", DAY, &["meet", "plan.yaml", "finance", "kit"]);
    office.on("lea", DAY, &["meet", "plan.yaml", "finance", "kit"]);
    assert_eq!(met(&office), [true, true], "of one that is left open, the id is enough");
}

#[test]
fn a_deed_says_how_the_verdict_turns() {
    let office = covered();
    // What it covers is still open, and would count from then on.
    let open = "what it covers is still open: answer `billing` for finance (fay@acme.example), at `stages.finance.asks.billing`";
    office.not_on("mia", DAY, &["meet", "plan.yaml", "finance", "kit"], &[open]);
    let said = office.on("mia", DAY, &["meet", "plan.yaml", "finance", "kit", "--force"]);
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("verdict NO-GO, and was GO WITH CONDITIONS: finance (fay@acme.example)"),
        "{said}"
    );
    let office = Office::complete("", "");
    let send = ["send", "plan.yaml", "price-list"];
    let accepted =
        "sam@acme.example accepted `price-list` on 2021-05-12, and sending it again takes that back";
    office.not_on("fay", DAY, &send, &[accepted]);
    let said = office.does(&[&send[..], &["--by", "fay@acme.example", "--date", DAY, "--force"]].concat());
    assert!(said.contains("verdict    NO-GO, and was GO: "), "{said}");
}

#[test]
fn the_last_word_is_the_one_that_is_signed_again_or_taken_back() {
    let sign_offs = "stages: {finance: {sign_off: [{by: fay@acme.example, date: 2021-05-19}, \
                     {by: fay@acme.example, date: 2021-05-20, verdict: no-go}]}}";
    let office = Office::complete(sign_offs, "");
    office.on("fay", "2021-05-20", &["sign", "plan.yaml", "finance"]);
    assert_eq!(office.read("/stages/finance/sign_off/0/date"), "2021-05-19");
    assert_eq!(office.verdict(), "go");
    office.on("fay", "2021-05-20", &["unsign", "plan.yaml", "finance"]);
    assert!(!office.text().contains("by: fay@acme.example, date: 2021-05-"), "{}", office.text());
    assert_eq!(office.verdict(), "no-go");
}
