"""Documents in: from files and pages to sections, passages and a published index generation."""
