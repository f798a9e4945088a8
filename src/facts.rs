//! All that a rule may know from outside the plan and the policy.

use jiff::civil::Date;

use crate::address::Address;
use crate::quantity::Quantity;

/// What was found out before the rules run.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the plan is judged for.
    pub as_of: Date,
    /// Fields whose evidence is a local path that does not exist.
    pub dangling: Vec<Address>,
    /// Capacities that this plan shares with others, and that all of them together overload.
    pub drawn: Vec<Drawn>,
}

/// What several plans together bring on one capacity.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The capacity's id in the policy.
    pub capacity: String,
    /// All that is expected, this plan's own loads included.
    pub total: Quantity,
    /// The launches that bring it, with their files; the first few of them named.
    pub launches: String,
}
