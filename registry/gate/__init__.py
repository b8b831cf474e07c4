"""The CI gate: lists of models and bills of materials in, pass / fail / unknown for each entry out."""
