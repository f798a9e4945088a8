//! Pictures, drawn so that they are understood in black and white: every state has a shape, a line or a word of
//! its own, and colour says nothing alone.

mod chain;
mod chart;
mod lanes;
mod marks;

pub(super) use chain::chain;
pub(super) use chart::chart;

/// An octagon with a bar.
pub(super) const STOP: &str = "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
    <path class=\"solid\" d=\"M7 0h10l7 7v10l-7 7H7l-7-7V7z\"/><path class=\"hole\" d=\"M5 10h14v4H5z\"/></svg>";
/// A triangle with an exclamation mark.
pub(super) const MIND: &str = "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
    <path class=\"solid\" d=\"M12 1l12 22H0z\"/><path class=\"hole\" d=\"M10.7 8h2.6v8h-2.6zM10.7 17.5h2.6V20h-2.6z\"/></svg>";
/// A disc with a tick.
pub(super) const GO: &str = "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">\
    <circle class=\"solid\" cx=\"12\" cy=\"12\" r=\"12\"/><path class=\"hole\" d=\"M5 12.5l2.2-2.2 3 3L17 6.6l2.2 2.2-9 9z\"/></svg>";

/// A coordinate, without more digits than can be seen.
fn at(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A number of things as a length.
fn number(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// How many characters, each so wide, a width has room for.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some characters, never below none"
)]
fn room(width: f64, each: f64) -> usize {
    (width / each).clamp(0.0, 1000.0) as usize
}
