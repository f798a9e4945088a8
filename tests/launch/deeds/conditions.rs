//! What becomes of the conditions that somebody left open, by each of their sign-offs.

use super::Office;

const SIGN: [&str; 3] = ["sign", "plan.yaml", "finance"];
const KIT: &str = "`kit`: Print the kit; mia@acme.example, due 2099-06-10";

/// Fay signed under a condition, and once more further down.
fn twice(later: &str) -> Office {
    Office::complete(
        &format!(
            "stages: {{finance: {{sign_off: [{{by: fay@acme.example, date: 2021-05-19, verdict: conditions, \
             conditions: {{kit: {{what: Print the kit, owner: mia@acme.example, due: 2099-06-10, \
             risk_accepted_by: lea@acme.example}}}}}}, {{by: fay@acme.example, {later}}}]}}}}"
        ),
        "",
    )
}

/// Later sign-offs that take the place of no earlier one.
fn that_do_not_stand() -> [String; 3] {
    let stale = format!("date: 2021-05-20, digest: 'sha256:{}'", "ab".repeat(32));
    [stale, "date: 2021-05-20, verdict: no-go".to_owned(), "date: <date>".to_owned()]
}

#[test]
fn what_an_earlier_sign_off_leaves_open_stays_open_where_the_later_does_not_stand() {
    for later in that_do_not_stand() {
        let office = twice(&later);
        let said = office.on("fay", "2021-05-21", &SIGN);
        assert!(said.contains(&format!("stays open {KIT}")), "{later}: {said}");
        assert_eq!(office.read("/stages/finance/sign_off/1/conditions/kit/what"), "Print the kit");
        assert_eq!(office.verdict(), "go-with-conditions", "{later}");
        // Said to be over, it is over: the earlier sign-off does not bring it back.
        let said = office.on("fay", "2021-05-21", &[&SIGN[..], &["--verdict", "go", "--force"]].concat());
        assert!(said.contains(&format!("drops      {KIT}")), "{later}: {said}");
        let said = office.on("fay", "2021-05-21", &SIGN);
        assert!(!said.contains("stays open"), "{later}: {said}");
        assert_eq!(office.verdict(), "go", "{later}");
    }
    let office = twice("date: 2021-05-20");
    let said = office.on("fay", "2021-05-21", &SIGN);
    assert!(!said.contains("stays open"), "the later one took its place: {said}");
}

#[test]
fn a_condition_of_an_earlier_sign_off_is_named_where_all_are_taken_back() {
    let unsign = ["unsign", "plan.yaml", "finance"];
    for later in that_do_not_stand() {
        let said = twice(&later).on("fay", "2021-05-21", &unsign);
        assert!(said.contains(&format!("drops      {KIT}")), "{later}: {said}");
    }
    let said = twice("date: 2021-05-20").on("fay", "2021-05-21", &unsign);
    assert!(!said.contains("drops"), "{said}");
}

/// What is met by the later sign-off is not asked for again by the earlier.
#[test]
fn what_a_later_sign_off_met_is_over() {
    let [stale, ..] = that_do_not_stand();
    let met = "verdict: conditions, conditions: {kit: {what: Print the kit, owner: mia@acme.example, due: \
               2099-06-10, risk_accepted_by: lea@acme.example, met: https://acme.example/kit}}";
    let said = twice(&format!("{stale}, {met}")).on("fay", "2021-05-21", &SIGN);
    assert!(!said.contains("stays open"), "{said}");
}
