"""What every part of the platform uses: event contracts, values fixed by law, plumbing. Holds no business rule."""
