//! Scalars, as they are written.

use std::borrow::Cow;

use crate::text::{Signs, visible};

/// A text as a YAML scalar on one line, quoted where it must be.
pub fn scalar(text: &str) -> String {
    let one_line: String = visible(text).into_owned();
    if let (Cow::Owned(_), Ok(quoted)) = (Signs::JSON.within(&one_line), serde_json::to_string(&one_line)) {
        return Signs::JSON.within(&quoted).into_owned();
    }
    serde_yaml::to_string(&one_line)
        .map_or_else(|_| format!("{one_line:?}"), |yaml| yaml.trim_end_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use super::scalar;
    use crate::source::Source;
    use crate::tree::Value;
    use crate::yaml::parse;

    #[test]
    fn a_scalar_is_quoted_where_it_must_be() {
        assert_eq!(scalar("plain text"), "plain text");
        for text in ["yes: no", "# x", "true", "5", "<ask>", "- a", "it's", "a\u{a0}", " ", "a ##[b] \"c\\"] {
            let source = Source::new("plan.yaml", format!("a: {}\n", scalar(text)));
            let root = parse(&source).root.expect("a map");
            assert_eq!(root.at("a").map(|node| node.value.clone()), Some(Value::Text(text.to_owned())));
        }
    }
}
