"""What tests need around them: databases by copy, a clock that can be set, a served office, a browser."""
