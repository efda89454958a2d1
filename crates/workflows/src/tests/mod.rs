//! Tests of the room, by table.
