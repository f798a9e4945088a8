//! Every sentence of the contract, in both directions.

mod comparing;
mod reading;

use super::Quantity;

fn read(text: &str) -> Quantity {
    Quantity::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}
