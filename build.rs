//! Rebuilds the program when one of the decks that it carries changes.

fn main() {
    println!("cargo:rerun-if-changed=decks");
}
