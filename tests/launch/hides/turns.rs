//! A stage of which only part of what is wrong is waived has not signed, and those after it wait.

use super::{BAD, OLD, STALE, TWO, UNENTITLED, judged};
use crate::command::{folder, run};
use crate::judged::ROSTER;
use crate::overlay::plan;

const BY: (&str, &str) = ("placeholder", "stages.finance.sign_off.by");
const DATE: (&str, &str) = ("placeholder", "stages.finance.sign_off.date");
const MISSING: (&str, &str) = ("missing-sign-off", "stages.finance");
const AFTER: &str = "early-sign-off stages.marketing";

fn finance(sign_off: &str) -> String {
    format!("stages: {{finance: {{sign_off: {sign_off}}}}}")
}

#[test]
fn those_after_a_stage_wait_until_all_that_is_wrong_with_its_sign_off_is_waived() {
    for (record, waivers) in [
        ("by: mia@acme.example, date: TBD".to_owned(), &[UNENTITLED, DATE][..]),
        ("by: TBD, date: TBD".to_owned(), &[BY, DATE]),
        ("by: TBD, signature: x".to_owned(), &[BY, BAD]),
        (format!("by: mia@acme.example, {OLD}, date: TBD"), &[UNENTITLED, STALE, DATE]),
    ] {
        let fragment = finance(&format!("{{{record}}}"));
        let all = judged(&fragment, waivers, "");
        assert_eq!((all.verdict(), all.state("marketing")), ("go-with-conditions", "signed"), "{record}");
        for left in waivers {
            let rest: Vec<(&str, &str)> = waivers.iter().filter(|one| *one != left).copied().collect();
            let part = judged(&fragment, &rest, "");
            assert_eq!((part.code, part.state("marketing")), (1, "early"), "{record}: {left:?}");
            assert!(part.left().contains(&AFTER.to_owned()), "{record}: {left:?}: {:?}", part.left());
        }
    }
}

#[test]
fn those_after_a_stage_wait_for_the_signatures_that_nobody_gave() {
    let three = TWO.replace("= 2", "= 3");
    let mia = "{by: mia@acme.example, date: 2026-05-20}";
    let one = format!("[{mia}]");
    let two = format!("[{{by: fay@acme.example, date: 2026-05-20}}, {mia}]");
    for (sign_offs, policy, is_enough) in
        [(&one, "", true), (&one, TWO, false), (&two, TWO, true), (&two, &three, false)]
    {
        let fragment = finance(sign_offs);
        let part = judged(&fragment, &[UNENTITLED], policy);
        let expected = if is_enough { (0, "signed") } else { (1, "early") };
        assert_eq!((part.code, part.state("marketing")), expected, "{sign_offs} {policy}");
        assert_eq!(part.left().contains(&AFTER.to_owned()), !is_enough, "{sign_offs} {policy}");
        let whole = judged(&fragment, &[UNENTITLED, MISSING], policy);
        assert_eq!((whole.code, whole.state("marketing")), (0, "signed"), "{sign_offs} {policy}");
    }
}

#[test]
fn nobody_signs_after_a_stage_of_which_only_part_is_waived() {
    let waiver = |id: &str, (rule, at): (&str, &str)| {
        format!(
            "{id}: {{rule: {rule}, at: {at}, why: Agreed, by: lea@acme.example, date: 2026-05-20, until: 2099-06-30}}"
        )
    };
    let half = "stages: {finance: {sign_off: {by: omar@acme.example, date: TBD}}, marketing: {sign_off: ~}}";
    let (one, other) = (waiver("one", UNENTITLED), waiver("other", DATE));
    for (waivers, code) in [(one.clone(), 2), (other.clone(), 2), (format!("{one}, {other}"), 0)] {
        let text = plan(&format!("{half}\nwaivers: {{{waivers}}}"));
        let folder = folder(&[("plan.yaml", &text), ("launch.toml", ROSTER)]);
        let args = ["sign", "plan.yaml", "marketing", "--by", "mia@acme.example", "--date", "2026-05-22"];
        let ended = run(folder.path(), &args);
        assert_eq!(ended.code, code, "{waivers}: {}{}", ended.out, ended.err);
    }
}

#[test]
fn a_record_that_nobody_needs_keeps_a_stage_unsigned_by_what_it_does_not_say_and_not_by_whose_it_is() {
    const SPARE: (&str, &str) = ("placeholder", "stages.finance.sign_off.1.date");
    const UNSIGNED: &str = "missing-sign-off stages.finance";
    let fay = "{by: fay@acme.example, date: 2026-05-20}";
    let spare = finance(&format!("[{fay}, {{by: uma@acme.example, date: TBD}}]"));
    let alone = finance("{by: uma@acme.example, date: TBD}");
    assert_eq!(judged(&spare, &[SPARE, UNENTITLED], "").verdict(), "go-with-conditions");
    assert_eq!(judged(&spare, &[SPARE], "").left(), ["unentitled-signer stages.finance"]);
    for level in ["warn", "off"] {
        let policy = format!("[rules]\nunentitled-signer = \"{level}\"\n");
        let waived = judged(&spare, &[SPARE], &policy);
        assert_eq!(
            (waived.verdict(), waived.state("marketing")),
            ("go-with-conditions", "signed"),
            "{level}"
        );
        let open = judged(&spare, &[], &policy);
        assert_eq!(open.code, 1, "{level}");
        assert!(open.left().contains(&UNSIGNED.to_owned()), "{level}: {:?}", open.left());
        let needed = judged(&alone, &[DATE], &policy);
        assert_eq!((needed.code, needed.state("marketing")), (1, "early"), "{level}");
        assert!(needed.left().contains(&UNSIGNED.to_owned()), "{level}: {:?}", needed.left());
        let short = judged(&spare, &[SPARE], &format!("{policy}{TWO}"));
        assert_eq!((short.code, short.state("marketing")), (1, "early"), "{level}: two have to sign");
    }
}

#[test]
fn a_waived_placeholder_hides_no_record_beside_it_that_leaves_something_out() {
    let spare = |other: &str| finance(&format!("[{{by: TBD, date: 2026-05-20}}, {other}]"));
    let waivers = [("placeholder", "stages.finance.sign_off.0.by")];
    assert_eq!(judged(&spare("{by: fay@acme.example, date: 2026-05-20}"), &waivers, "").code, 0);
    for other in ["{by: fay@acme.example}", "{date: 2026-05-20}"] {
        let half = judged(&spare(other), &waivers, "");
        assert_eq!((half.code, half.state("marketing")), (1, "early"), "{other}");
        assert!(half.left().contains(&"missing-sign-off stages.finance".to_owned()), "{other}");
        let both = judged(&spare(other), &[waivers.as_slice(), &[MISSING]].concat(), "");
        assert_eq!(both.code, 0, "{other}");
    }
    let off = "[rules]\nplaceholder = \"off\"\n";
    let mia = "{by: mia@acme.example, date: 2026-05-20}";
    assert_eq!(judged(&finance(&format!("[{mia}]")), &[UNENTITLED], off).code, 0);
    let untold = judged(&spare(mia), &[UNENTITLED], off);
    let is_left = untold.left().contains(&"missing-sign-off stages.finance".to_owned());
    assert!(untold.code == 1 && is_left, "{:?}", untold.left());
}
