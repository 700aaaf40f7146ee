"""Thu phí, lệ phí tại quầy: biên lai."""
