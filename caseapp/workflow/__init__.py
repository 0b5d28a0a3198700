"""Pure workflow: how a procedure is described, run and checked."""
