#!/usr/bin/env bash
# A study of real images: lung metastasis of soft-tissue sarcoma from T1 MRI (16 patients of Vallieres et al. 2015, as
# published by the IBSI, CC BY 3.0). One reader, no external test set.
# Usage: scripts/sts_study.sh DATA FOLDER
#   DATA has images/sts_mri/<patient>/MR_T1_{image,mask}.nii.gz and tables/sts_lung_metastasis_dev.csv
#   FOLDER is made, with cases.csv, study.yaml and the results
set -euo pipefail
if (($# != 2)); then
  echo "usage: scripts/sts_study.sh DATA FOLDER" >&2
  exit 2
fi
data=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
cd "$(dirname "$0")/.."

outcomes=$data/tables/sts_lung_metastasis_dev.csv
{
  echo "ID,Image,Mask,Outcome"
  tail -n +2 "$outcomes" | tr -d '\r' | while IFS=, read -r patient metastasis; do
    images=$data/images/sts_mri/$patient
    if [[ -e $images/MR_T1_mask.nii.gz ]]; then
      echo "$patient,$images/MR_T1_image.nii.gz,$images/MR_T1_mask.nii.gz,$metastasis"
    fi
  done
} >"$folder/cases.csv"
cat >"$folder/study.yaml" <<'YAML'
title: Lung metastasis of soft-tissue sarcoma
cases: cases.csv
extraction: {preset: paper-scaled}
validation: {folds: 5}
report:
  positive_name: Lung metastasis
  negative_name: No metastasis
  modality: T1-weighted MRI
YAML
build/radsweep study "$folder/study.yaml" --fresh
