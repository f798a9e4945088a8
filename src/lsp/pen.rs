//! Words for a hover: Markdown, or plain text where an editor shows no other. What a plan says is escaped.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::render::markdown::words;
use crate::shape::Field;
use crate::text::visible;

/// Writes a hover.
#[derive(Debug)]
pub(super) struct Pen {
    markdown: bool,
    out: String,
}

impl Pen {
    /// A pen for an editor.
    pub(super) fn new(markdown: bool) -> Pen {
        Pen { markdown, out: String::new() }
    }

    /// A paragraph that begins with the name of a thing.
    pub(super) fn title(&mut self, name: &str, rest: &str) {
        let name = self.code(name);
        let name = if self.markdown { format!("**{name}**") } else { name };
        let rest = self.escaped(rest);
        self.paragraph(&format!("{name} {rest}"));
    }

    /// A key, what it is for, and what might stand there.
    pub(super) fn field(&mut self, field: &Field) {
        self.title(field.key, field.doc);
        if !field.example.is_empty() {
            self.say(&format!("For example: `{}`", field.example));
        }
    }

    /// A paragraph of words.
    pub(super) fn say(&mut self, text: &str) {
        let text = self.escaped(text);
        self.paragraph(&text);
    }

    /// A list under a line that says what it is.
    pub(super) fn list<S: AsRef<str>>(&mut self, heading: &str, items: &[S]) {
        if items.is_empty() {
            return;
        }
        let mut text = self.escaped(heading).into_owned();
        if self.markdown {
            text.push('\n');
        }
        for item in items {
            let _ = write!(text, "\n- {}", self.escaped(item.as_ref()));
        }
        self.paragraph(&text);
    }

    /// Something that is Markdown already: one of our own pages.
    pub(super) fn page(&mut self, page: &str) {
        self.paragraph(page.trim());
    }

    /// A line between two things.
    pub(super) fn rule(&mut self) {
        if !self.out.is_empty() {
            self.paragraph("---");
        }
    }

    /// All that was written; none if that is nothing.
    pub(super) fn done(self) -> Option<String> {
        (!self.out.is_empty()).then_some(self.out)
    }

    fn paragraph(&mut self, text: &str) {
        if !self.out.is_empty() {
            self.out.push_str("\n\n");
        }
        self.out.push_str(text);
    }

    /// A name, as code.
    fn code(&self, name: &str) -> String {
        let name = visible(name);
        match self.markdown {
            true => format!("`{}`", name.replace('`', "'")),
            false => name.into_owned(),
        }
    }

    /// Words in one line.
    fn escaped<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.markdown { words(text) } else { visible(text) }
    }
}

#[cfg(test)]
mod tests {
    use super::Pen;
    use crate::render::markdown::words;

    #[test]
    fn a_plan_cannot_break_out_of_its_words() {
        let hostile = "# a *b* <script> `d<e>`\nimg ![](x)";
        let mut pen = Pen::new(true);
        pen.say(hostile);
        pen.title("a`b\u{1b}", "ok");
        let text = pen.done().expect("words");
        assert_eq!(text, format!("{}\n\n**`a'b\\u{{1b}}`** ok", words(hostile)));
        assert!(!text.contains("<script>") && text.lines().count() == 3);
        let mut plain = Pen::new(false);
        plain.say("a\u{1b}[2J *b*\nc");
        assert_eq!(plain.done().as_deref(), Some("a\\u{1b}[2J *b*\\nc"));
    }

    #[test]
    fn code_stays_code() {
        let mut pen = Pen::new(true);
        pen.say("answer `billing_x`: why?");
        pen.list("it lacks:", &["`a`", "b*"]);
        assert_eq!(pen.done().as_deref(), Some("answer `billing_x`: why?\n\nit lacks:\n\n- `a`\n- b\\*"));
        assert_eq!(Pen::new(true).done(), None);
    }
}
