//! What a stage's signatures still take, where somebody has signed.

use jiff::civil::Date;

use crate::plan::sign_off::SignOff;
use crate::policy::Policy;
use crate::policy::roster::{Right, same_person};
use crate::standing::{StageStanding, people};
use crate::text;

/// What a stage's signatures still take.
#[derive(Clone, Debug)]
pub enum Signers<'a> {
    /// A record that does not say who signed or when, and that signing again does not take the place of.
    Incomplete(&'a SignOff),
    /// Its owner's, who has not signed.
    Owner,
    /// That of one of these, who may and have not.
    OneOf(Vec<&'a str>),
    /// That of somebody else than these; there is no roster that says who may.
    ElseThan(Vec<&'a str>),
}

impl<'a> Signers<'a> {
    /// What they take on a day: the owner's, until the owner has signed and more than one is asked for.
    pub fn of(stage: &StageStanding<'a>, policy: &'a Policy, on: Date) -> Signers<'a> {
        let incomplete = stage.words.iter().find(|sign_off| !sign_off.missing().is_empty());
        if let Some(sign_off) = incomplete.filter(|_| stage.sign_offs().len() > 1 || stage.wanted() > 1) {
            return Signers::Incomplete(sign_off);
        }
        let mut signed: Vec<&str> = Vec::new();
        for by in stage.placed().filter_map(|sign_off| sign_off.by.text()) {
            if !signed.iter().any(|other| same_person(other, by)) {
                signed.push(by);
            }
        }
        let has_signed = |id: &str| signed.iter().any(|other| same_person(other, id));
        if people(stage.placed()) >= stage.wanted() || !stage.owner().is_some_and(has_signed) {
            return Signers::Owner;
        }
        match &policy.roster {
            Some(roster) => Signers::OneOf(roster.entitled_but(Right::Sign(stage.id), on, &signed)),
            None => Signers::ElseThan(signed),
        }
    }

    /// What has to be done, as an order; `of` says behind it for which stage.
    pub fn todo(&self, of: &str) -> String {
        match self {
            Signers::Incomplete(sign_off) => {
                let lack = match sign_off.by.text() {
                    Some(by) => format!("when {by} signed"),
                    None if sign_off.date.is_given() => "who signed".to_owned(),
                    None => "who signed and when".to_owned(),
                };
                format!("say {lack} in `{}`, or delete it", sign_off.at)
            }
            Signers::Owner => format!("sign off{of}"),
            Signers::OneOf(left) if left.is_empty() => {
                format!("have somebody else put on the roster, and sign off{of}")
            }
            Signers::OneOf(left) => format!("have {} sign off{of}", text::few(left, "or")),
            Signers::ElseThan(signed) => {
                format!("have somebody else than {} sign off{of}", text::few(signed, "and"))
            }
        }
    }
}
