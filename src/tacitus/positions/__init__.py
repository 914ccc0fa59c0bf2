"""Who stands for or against what."""
