"""How long data are kept, what then becomes of them, and the engine that sees to it (D12, H9)."""
