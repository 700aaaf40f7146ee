"""Thu hồi: a signed result that is wrong, and a result that was handed over by mistake."""
