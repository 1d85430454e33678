"""The measured part of ACCURACY.md, made from what ``romtrack validate`` wrote."""
