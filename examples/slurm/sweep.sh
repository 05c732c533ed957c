#!/bin/bash
# A sweep on many nodes of a Slurm cluster: one task is the scheduler, the others are workers, and the sweep talks to them.
#   sbatch --ntasks=64 examples/slurm/sweep.sh DESIGN.toml /shared/folder/of/the/sweep
# Submit it again with the same words to go on after a time limit: what is stored is not done again.
#SBATCH --job-name=routesim
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=3G
#SBATCH --time=08:00:00
set -euo pipefail

design=$1
folder=$2
mkdir -p "$folder"
file=$folder/scheduler-$SLURM_JOB_ID.json
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
# The first run of a version compiles for a minute. A cache that all nodes share saves the others that minute.
export ROUTESIM_CACHE=${ROUTESIM_CACHE:-$folder/compiled}

dask scheduler --scheduler-file "$file" --no-dashboard &
scheduler=$!
trap 'kill $scheduler 2>/dev/null; rm -f "$file"' EXIT
until [ -s "$file" ]; do sleep 1; done
# --nthreads 1: a run uses a whole core. --death-timeout: workers go when the scheduler does.
srun --ntasks=$((SLURM_NTASKS - 1)) dask worker --scheduler-file "$file" --nthreads 1 --no-dashboard --death-timeout 60 --memory-limit 3GB &

routesim sweep "$design" --out "$folder" --cluster "$file"
