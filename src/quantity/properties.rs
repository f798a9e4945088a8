//! Laws that hold for every quantity.

use proptest::prelude::*;

use super::Quantity;

const BOUNDS: [&str; 5] = ["", "at most ", "at least ", "under ", "over "];

/// Units of each list convert into each other.
const FAMILIES: [&[&str]; 10] = [
    &[" seconds", " minutes", " hours", " days", " weeks"],
    &[" months", " years"],
    &[" working days"],
    &[" %"],
    &[" EUR"],
    &[""],
    &[" customers", " customer", " Customers"],
    &[" orders/month", " order/year"],
    &["/second", "/minute", "/hour", "/day", "/week"],
    &[" hours/day", " minutes/week", " days/hour", " weeks/second"],
];

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u32..6).prop_map(|n| n.to_string()),
        2 => (0_u32..100_000).prop_map(|n| n.to_string()),
        1 => (0_u32..20, 1_u32..100).prop_map(|(n, part)| format!("{n}.{part:02}")),
        1 => (0_u32..2_000, 0_u32..10_000).prop_map(|(n, part)| format!("{n}.{part:04}")),
    ]
}

fn readable(text: impl Strategy<Value = String>) -> impl Strategy<Value = Quantity> {
    text.prop_filter_map("not a quantity", |text| Quantity::parse(&text).ok())
}

fn of(units: &'static [&'static str]) -> impl Strategy<Value = Quantity> {
    let unit = || prop::sample::select(units);
    let bounded = (prop::sample::select(&BOUNDS), number(), unit())
        .prop_map(|(bound, number, unit)| format!("{bound}{number}{unit}"));
    let range = (number(), number(), unit(), any::<bool>()).prop_map(|(low, high, unit, strict)| {
        let strict = if strict { "under " } else { "" };
        format!("{low} to {strict}{high}{unit}")
    });
    readable(prop_oneof![bounded, range])
}

fn dates() -> impl Strategy<Value = Quantity> {
    let date = || (1_u32..13, 1_u32..29).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"));
    let bounded = (prop::sample::select(&BOUNDS), date()).prop_map(|(bound, date)| bound.to_owned() + &date);
    let range = (date(), date()).prop_map(|(low, high)| format!("{low} to {high}"));
    readable(prop_oneof![bounded, range])
}

fn family() -> impl Strategy<Value = &'static [&'static str]> {
    prop::sample::select(&FAMILIES)
}

fn some() -> BoxedStrategy<Quantity> {
    prop_oneof![9 => family().prop_flat_map(of), 1 => dates()].boxed()
}

fn comparable() -> BoxedStrategy<(Quantity, Quantity, Quantity)> {
    let amounts = family().prop_flat_map(|units| (of(units), of(units), of(units)));
    prop_oneof![9 => amounts, 1 => (dates(), dates(), dates())].boxed()
}

/// A number of whole units, and the same in the next smaller one.
fn converted() -> impl Strategy<Value = (String, String)> {
    let steps: [(u32, &str, &str); 8] = [
        (60, " minutes", " seconds"),
        (60, " hours", " minutes"),
        (24, " days", " hours"),
        (7, " weeks", " days"),
        (12, " years", " months"),
        (24, " orders/hour", " orders/day"),
        (7, " orders/day", " orders/week"),
        (12, " orders/month", " orders/year"),
    ];
    (prop::sample::select(&BOUNDS), 0_u32..50, prop::sample::select(steps.to_vec())).prop_filter_map(
        "nothing is under 0",
        |(bound, n, (ratio, large, small))| {
            let one = format!("{bound}{n}{large}");
            let same = format!("{bound}{}{small}", n.saturating_mul(ratio));
            Quantity::parse(&one).is_ok().then_some((one, same))
        },
    )
}

proptest! {
    #[test]
    fn text_reads_back(quantity in some()) {
        let text = quantity.to_string();
        let again = Quantity::parse(&text).unwrap();
        prop_assert_eq!(&again, &quantity);
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn inclusion_is_a_partial_order((a, b, c) in comparable()) {
        prop_assert_eq!(a.within(&a), Ok(true));
        let (ab, ba, bc) = (a.within(&b).unwrap(), b.within(&a).unwrap(), b.within(&c).unwrap());
        prop_assert_eq!(ab && ba, a == b);
        if ab && bc {
            prop_assert_eq!(a.within(&c), Ok(true));
        }
    }

    #[test]
    fn comparable_is_symmetric(a in some(), b in some()) {
        prop_assert_eq!(a.within(&b).is_ok(), b.within(&a).is_ok());
    }

    #[test]
    fn a_gap_is_exactly_what_is_not_within((a, b, _) in comparable()) {
        prop_assert_eq!(a.gap(&b).unwrap().is_none(), a.within(&b).unwrap());
        prop_assert!(a.slack(&b).unwrap().is_none() || a.within(&b).unwrap());
    }

    #[test]
    fn conversion_keeps_the_verdict((one, same) in converted(), (other, other_same) in converted()) {
        let (one, same) = (Quantity::parse(&one).unwrap(), Quantity::parse(&same).unwrap());
        let (other, other_same) = (Quantity::parse(&other).unwrap(), Quantity::parse(&other_same).unwrap());
        prop_assert_eq!(&one, &same);
        prop_assert_eq!(one.within(&other).ok(), same.within(&other).ok());
        prop_assert_eq!(one.within(&other).ok(), one.within(&other_same).ok());
    }

    #[test]
    fn a_sum_contains_every_sum_of_members(
        (units, a, b) in family().prop_flat_map(|units| (Just(units), of(units), of(units))),
        x in number(), y in number(), pick in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let point = |number: &str, index: prop::sample::Index| {
            Quantity::parse(&format!("{number}{}", index.get(units))).unwrap()
        };
        let (x, y) = (point(&x, pick.0), point(&y, pick.1));
        let total = Quantity::sum([&a, &b]).unwrap().unwrap();
        if x.within(&a).unwrap() && y.within(&b).unwrap() {
            let point = Quantity::sum([&x, &y]).unwrap().unwrap();
            prop_assert_eq!(point.within(&total), Ok(true));
        }
        prop_assert_eq!(&Quantity::sum([&b, &a]).unwrap().unwrap(), &total);
        let text = total.to_string();
        prop_assert_eq!(Quantity::parse(&text), Ok(total), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = Quantity::parse(&text);
    }

    #[test]
    fn nearly_a_quantity_is_read_or_refused(text in r"(at most|by|<=|under|over)? ?[0-9]{0,4}[.,_k€%-]?[0-9]{0,4} ?(to|under|per|/)? ?[0-9]{0,18} ?(\PC{0,6}|days|EUR|working day|customers)(/|per )?(month|\PC{0,3})") {
        if let Ok(quantity) = Quantity::parse(&text) {
            let shown = quantity.to_string();
            prop_assert_eq!(Quantity::parse(&shown), Ok(quantity), "{}", shown);
        }
    }
}
