//! The boxes of the stages, and the steps from each to the one beside it.

use crate::render::brief::html::escape::text;
use crate::render::brief::html::svg::chain::Plot;
use crate::render::brief::html::svg::{at, marks, number, room};
use crate::render::brief::page::{cut, is_weakest};
use crate::report::StageRow;

/// How wide a character of a stage's name is, at most nearly always.
const NAME: f64 = 6.0;

impl Plot<'_> {
    /// A stage's box, with the step to it.
    pub(super) fn stage(&self, index: usize, stage: &StageRow) -> String {
        let weakest = is_weakest(&self.brief.reading.report, &stage.id);
        let step = if self.follows(index) { self.step(index) } else { String::new() };
        let outer = if weakest { self.frame(index, "weakest", 2.4) } else { String::new() };
        let frame = self.frame(index, &format!("box {}", marks::stage_class(stage.state)), 0.0);
        format!(
            "<g><title>{}: {}, {}</title>\n{step}{outer}{frame}{}</g>\n",
            text(&stage.id),
            stage.state.word(),
            match stage.of {
                0 => "not asked for by this gate".to_owned(),
                of => format!("{} of {of} met", stage.met),
            },
            self.inside(index, stage, weakest)
        )
    }

    fn frame(&self, index: usize, class: &str, out: f64) -> String {
        let (wide, high) = self.size;
        format!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
            at(self.center(index) - wide / 2.0 - out),
            at(self.y(index) - out),
            at(wide + 2.0 * out),
            at(high + 2.0 * out),
            at(3.0 + out)
        )
    }

    /// Its name, its state as a mark and a word, and what is met of what.
    fn inside(&self, index: usize, stage: &StageRow, weakest: bool) -> String {
        let (wide, high) = self.size;
        let (x, y) = (self.center(index) - wide / 2.0, self.y(index));
        let said = |class: &str, dx: f64, dy: f64, said: &str| {
            format!("<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>", at(x + dx), at(y + dy), text(said))
        };
        let room = room(wide - 6.0, NAME);
        let names = name_lines(&stage.id, room, if weakest && self.rows > 1 { 1 } else { 2 });
        let line = if names.len() > 1 { 31.5 } else { 23.0 };
        let mut out = String::new();
        for (at, name) in names.iter().enumerate() {
            out.push_str(&said("name", 4.0, 11.0 + 9.5 * number(at), name));
        }
        out.push_str(&marks::stage(stage.state, x + 9.0, y + line - 3.0));
        let met = match stage.of {
            0 => String::new(),
            of => format!("{}/{of}", stage.met),
        };
        if self.rows == 1 {
            out.push_str(&said("state", 17.0, line, stage.state.word()));
            let met = if met.is_empty() { "later gate".to_owned() } else { format!("{met} met") };
            out.push_str(&said("state", 17.0, line + 9.5, &met));
        } else {
            out.push_str(&said("state", 17.0, line, format!("{} {met}", stage.state.word()).trim_end()));
        }
        if weakest {
            out.push_str(&said("tag", 4.0, high - 3.5, "weakest link"));
        }
        out
    }

    /// Whether a stage comes directly after the one beside it.
    fn follows(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|before| self.brief.order.get(before));
        let turn = self.brief.order.get(index);
        before.zip(turn).is_some_and(|(before, turn)| turn.after.contains(&before.stage))
    }

    /// From the stage beside it.
    fn step(&self, index: usize) -> String {
        let (wide, high) = self.size;
        if self.rows == 1 {
            let (x, y) = (at(self.center(index) - wide / 2.0 - 7.5), at(self.top + high / 2.0));
            return format!("<path class=\"tip\" d=\"M{x} {y}v-3.5l6 3.5l-6 3.5z\"/>");
        }
        let x = at(self.center(index) - self.column / 2.0);
        match index % 2 {
            1 => format!("<path class=\"tip\" d=\"M{x} {}h-3.5l3.5 6l3.5-6z\"/>", at(self.y(index) - 8.5)),
            _ => format!(
                "<path class=\"tip\" d=\"M{x} {}h-3.5l3.5-6l3.5 6z\"/>",
                at(self.y(index) + high + 8.5)
            ),
        }
    }
}

/// A stage's name in a line or two, broken behind its hyphens.
fn name_lines(id: &str, room: usize, most: usize) -> Vec<String> {
    let room = room.max(4);
    let mut lines: Vec<String> = vec![String::new()];
    for word in id.split_inclusive('-') {
        let full = lines.len() == most;
        match lines.last_mut() {
            Some(line) if full || line.is_empty() || line.len() + word.len() <= room => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| cut(line, room)).collect()
}
