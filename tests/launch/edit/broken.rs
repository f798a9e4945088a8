//! What is promised of an edit can fail: an editor that takes a byte too many is found out.

use launch::source::Source;
use launch::span::Span;
use launch::yaml::edit::{Change, New, Splice, splices};

use super::model::Tree;
use super::spared::{holds, spliced};
use super::{append, remove, set};

const PLAN: &str = "\
# of all
launch: L # of launch

stages: # of stages
  finance: &fin
    owner: fay # of owner

    # of sign_off
    sign_off: [ {by: 'fay'}, {by: zoe}, ] # of them
    note: | # of note
      a
      b
  # of sales
  sales: {owner: ~, on: [a, b]}
  legal:
    # of covers
    - x # of x
    # of y

    -   y
tail: \"t\" # the end
...
";

fn changes() -> Vec<Change> {
    let map = || New::map([("by", New::text("x"))]);
    let places = [
        "launch",
        "stages.finance.owner",
        "stages.finance.sign_off",
        "stages.finance.sign_off.0",
        "stages.finance.sign_off.1",
        "stages.finance.sign_off.1.by",
        "stages.finance.note",
        "stages.finance",
        "stages.sales",
        "stages.sales.owner",
        "stages.sales.on.1",
        "stages.legal",
        "stages.legal.0",
        "stages.legal.1",
        "tail",
    ];
    let all =
        places.iter().flat_map(|at| [remove(at), set(at, New::text("x")), set(at, map()), append(at, map())]);
    all.chain([set("new", map()), set("stages.finance.new.deep", map())]).collect()
}

/// Whether the check sees that a change was made by these splices and not by the editor's.
fn is_seen(change: &Change, splices: &[Splice]) -> bool {
    let Some(after) = spliced(PLAN, splices) else { return true };
    let meant = Tree::read(PLAN).expect("a plan").after(change).map(|tree| tree.with_emptied(change));
    let is_right = Tree::read(&after).is_ok_and(|tree| Some(tree.with_emptied(change)) == meant);
    !is_right || holds(PLAN, change, splices).is_err()
}

/// Whether a byte is space, of which some may go with what it is beside.
fn is_space(at: usize) -> bool {
    PLAN.as_bytes().get(at).is_none_or(u8::is_ascii_whitespace)
}

/// Each of the editor's changes with one more byte that goes, wherever it stands.
#[test]
fn no_byte_of_anything_else_goes() {
    let source = Source::new("plan.yaml", PLAN);
    let (mut tried, mut space) = (0, 0);
    for change in changes() {
        let Ok(right) = splices(&source, &change) else { continue };
        assert_eq!(holds(PLAN, &change, &right), Ok(()), "{change:?} {right:?}");
        let goes = |at| right.iter().any(|splice| (splice.span.start()..splice.span.end()).contains(&at));
        for at in (0..PLAN.len()).filter(|at| !goes(*at)) {
            let mut wrong = right.clone();
            wrong.push(Splice { span: Span::new(at, at + 1), text: String::new() });
            wrong.sort_by_key(|splice| splice.span);
            tried += 1;
            let is_kept = is_seen(&change, &wrong);
            let was = &PLAN[at.saturating_sub(20)..at];
            assert!(is_kept || is_space(at), "{change:?} takes {:?} behind {was:?} as well", &PLAN[at..=at]);
            space += usize::from(!is_kept);
        }
    }
    assert!(tried > 10_000 && space < 100, "{tried} bytes too many, {space} of them not seen");
}
