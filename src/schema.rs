//! JSON Schemas (draft 2020-12) of plans and policies, for editors and other tools. They are made
//! from the shapes that the readers use, so that the two cannot part.

mod make;
mod node;
mod policies;
mod texts;

use crate::plan;
use crate::policy::Policy;
use crate::policy::shapes::POLICY;
use crate::schema::make::{Dialect, Maker};
use crate::schema::node::{Keys, Schema, Type};
use crate::shape::Field;
use crate::text;

/// The policies that plans are written for.
#[derive(Clone, Copy, Debug)]
pub struct Policies<'p> {
    /// The one that holds for products.
    pub product: &'p Policy,
    /// The one that holds for services.
    pub service: &'p Policy,
    /// Whether plans may name stages, risks and capacities that these do not have.
    pub open: bool,
}

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// How every schema begins that this tool wrote.
pub const MARK: &str = "Written by `launch schema`";

/// The schema of plans for these policies.
///
/// # Errors
/// Never in practice: every value is text, a number or a list of these.
pub fn plan(policies: Policies<'_>) -> serde_json::Result<String> {
    let known = policies.known();
    let mut maker = Maker::new(Dialect::Plan, &known);
    let mut differing = Vec::new();
    let mut root = maker.whole_map_with(&plan::SHAPE, &mut |maker, field| {
        let (product, service) = policies.both(maker, field.key)?;
        if product == service {
            return Some(product.described(field.doc));
        }
        differing.push((field, product, service));
        Some(Schema::default().described(field.doc))
    });
    root.types = vec![Type::Object];
    if !differing.is_empty() {
        let branch = |of: fn(&(&Field, Schema, Schema)) -> Schema| {
            let keys: Keys =
                differing.iter().map(|one| (one.0.key.to_owned(), of(one).described(one.0.doc))).collect();
            Some(Box::new(Schema { properties: Some(keys), ..Schema::default() }))
        };
        root.condition = Some(Box::new(policies::is_service()));
        root.then = branch(|(_, _, service)| service.clone());
        root.otherwise = branch(|(_, product, _)| product.clone());
    }
    finish(root, maker, &policies.name())
}

/// The schema of policies. `built_in` are those that policies extend.
///
/// # Errors
/// Never in practice, as above.
pub fn policy(built_in: Policies<'_>) -> serde_json::Result<String> {
    let known = built_in.known();
    let mut maker = Maker::new(Dialect::Policy, &known);
    let root = maker.whole_map_with(&POLICY, &mut |maker, field| {
        Some(built_in.inherited(maker, field)?.described(field.doc))
    });
    finish(root, maker, "any kind of launch")
}

fn finish(root: Schema, maker: Maker<'_>, what_for: &str) -> serde_json::Result<String> {
    let whole = Schema {
        dialect: Some(DIALECT),
        comment: Some(format!("{MARK}, version {}, for {what_for}.", env!("CARGO_PKG_VERSION"))),
        definitions: Some(maker.definitions()),
        ..root
    };
    Ok(text::json_safe(serde_json::to_string_pretty(&whole)? + "\n"))
}
